# METADATA
# title: File or change that was not read
# description: |
#   The check could not read a file, or knows that it did not see the whole change.
# custom:
#   id: FILE010
#   name: not-read
#   language: text
#   avoid: |
#     (a file whose bytes GitHub did not give)
#   prefer: |
#     (a file that was read)
#   rationale: |
#     What was not read is not proved.
#   messages:
#     file:
#       severity: review
#       text: >-
#         {name} was not read ({content:text})
#       fix: >-
#         Run the check again; when it happens again, tell the SRE team.
#     change:
#       severity: review
#       text: >-
#         the change was not seen as a whole: {reason:text}
#       fix: >-
#         Run the check again; when it happens again, tell the SRE team.
package sekisho.rules.files.not_read

import data.sekisho.lib.findings as findings_of

# Every content that is not known to be judged by some rule.
findings contains finding if {
	not input.file.content in {"read", "removed", "too-large", "link", "submodule", "lfs-pointer", "binary"}
	not ignored
	finding := findings_of.whole("file", {"name": input.file.path, "content": input.file.content})
}

ignored if {
	input.file.content == "ignored"
	input.file.role == "other"
}

change_findings contains finding if {
	not input.complete == true
	finding := findings_of.of_path("", "change", {"reason": reason})
}

default reason := "something is missing"

reason := input.incomplete if input.incomplete != ""
