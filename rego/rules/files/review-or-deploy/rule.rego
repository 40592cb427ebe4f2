# METADATA
# title: Review and deployment of the repository
# description: |
#   The change touches a file that decides how the repository is reviewed, built or deployed.
# custom:
#   id: FILE007
#   name: review-or-deploy
#   language: text
#   avoid: |
#     .github/workflows/deploy.yml
#     .github/CODEOWNERS
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     Whoever changes the deployment can put other files into the bucket than were checked;
#     whoever changes the owners can do without a review.
#   messages:
#     changed:
#       severity: review
#       text: >-
#         {name} decides how this repository is reviewed, built or deployed
#       fix: >-
#         Leave it as it is, or wait for a review by the SRE team.
package sekisho.rules.files.review_or_deploy

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

# These have rules of their own.
elsewhere := {".gitattributes", ".gitmodules", ".airflowignore"}

change_findings contains finding if {
	some file in input.files
	file.status != "unchanged"
	paths.sensitive(file.path)
	not lower(paths.base(file.path)) in elsewhere
	finding := findings_of.of_path(file.path, "changed", {"name": file.path})
}
