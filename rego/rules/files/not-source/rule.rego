# METADATA
# title: Binary or unknown file
# description: |
#   The repository holds a file that is neither Python, nor a PodTemplate, nor documentation.
# custom:
#   id: FILE002
#   name: not-source
#   language: text
#   avoid: |
#     dags/orders/pack.zip
#     dags/orders/native.so
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     Airflow looks for packaged DAGs by content, whatever the file is called, and Python loads
#     compiled modules; neither can be read by the check or by a reviewer.
#   messages:
#     binary:
#       severity: deny
#       text: >-
#         {name} is a binary file or an archive; Airflow loads archives of DAGs whatever they
#         are called
#       fix: >-
#         Delete the file; keep sources as plain text.
#     image:
#       severity: review
#       text: >-
#         {name} is a binary file
#       fix: >-
#         Delete the file, or wait for a review by the SRE team.
#     compiled:
#       severity: deny
#       text: >-
#         {name} is a kind of file that Python loads or unpacks as code
#       fix: >-
#         Delete the file; keep sources as plain text.
#     unlisted:
#       severity: review
#       text: >-
#         {name} is not a kind of file that is known to need no review
#       fix: >-
#         Delete the file, or wait for a review by the SRE team.
package sekisho.rules.files.not_source

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

base := lower(paths.base(input.file.path))

image if strings.any_suffix_match(base, data.lists.harmless_files.images)

compiled(path) if strings.any_suffix_match(lower(path), data.lists.compiled_files.suffixes)

findings contains finding if {
	input.file.content == "binary"
	not image
	not compiled(input.file.path)
	finding := findings_of.whole("binary", {"name": input.file.path})
}

findings contains finding if {
	input.file.content == "binary"
	image
	finding := findings_of.whole("image", {"name": input.file.path})
}

findings contains finding if {
	input.file.content != "removed"
	compiled(input.file.path)
	finding := findings_of.whole("compiled", {"name": input.file.path})
}

# Only files that the change touches: a repository may hold others already.
change_findings contains finding if {
	some file in input.files
	file.role == "other"
	file.status in {"added", "modified"}
	file.content in {"read", "ignored"}
	not paths.harmless(file.path)
	not paths.sensitive(file.path)
	not compiled(file.path)
	finding := findings_of.of_path(file.path, "unlisted", {"name": file.path})
}
