# METADATA
# title: Link, submodule or LFS pointer
# description: |
#   The repository holds an entry whose deployed bytes are not those that were read: a symbolic
#   link, a submodule, a Git LFS pointer.
# custom:
#   id: FILE004
#   name: link-or-pointer
#   language: text
#   avoid: |
#     dags/orders/load.py -> /home/runner/.aws/credentials
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     The deployment follows links and fills in pointers, so other bytes arrive in the bucket
#     than were checked; a link can also carry the runner's own files there.
#   messages:
#     link:
#       severity: deny
#       text: >-
#         {name} is a symbolic link
#       fix: >-
#         Replace the link by the file itself.
#     submodule:
#       severity: deny
#       text: >-
#         {name} is a submodule
#       fix: >-
#         Copy the files that are needed into the repository.
#     pointer:
#       severity: deny
#       text: >-
#         {name} is a Git LFS pointer
#       fix: >-
#         Commit the file itself.
#     mode:
#       severity: deny
#       text: >-
#         {name} has the mode {mode}, which is not that of a file
#       fix: >-
#         Commit an ordinary file.
#     attributes:
#       severity: review
#       text: >-
#         {name} can make git deploy other bytes than are read here, by filters and conversions
#       fix: >-
#         Remove filters and conversions, or wait for a review by the SRE team.
package sekisho.rules.files.link_or_pointer

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

kinds := {"link": "link", "submodule": "submodule", "lfs-pointer": "pointer"}

findings contains finding if {
	message := kinds[input.file.content]
	finding := findings_of.whole(message, {"name": input.file.path})
}

findings contains finding if {
	not kinds[input.file.content]
	input.file.content != "removed"
	not input.file.mode in {"100644", "100755", ""}
	finding := findings_of.whole("mode", {"name": input.file.path, "mode": input.file.mode})
}

change_findings contains finding if {
	some file in input.files
	file.status != "unchanged"
	lower(paths.base(file.path)) in {".gitattributes", ".gitmodules", ".lfsconfig"}
	finding := findings_of.of_path(file.path, "attributes", {"name": file.path})
}
