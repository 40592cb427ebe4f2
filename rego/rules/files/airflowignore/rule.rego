# METADATA
# title: .airflowignore
# description: |
#   The change touches a file that tells Airflow which files not to read.
# custom:
#   id: FILE005
#   name: airflowignore
#   language: text
#   avoid: |
#     .airflowignore
#   prefer: |
#     dags/orders/load.py
#   rationale: |
#     A pattern can hide the DAGs of this tenant from Airflow, and, where folders are merged,
#     those of others.
#   messages:
#     changed:
#       severity: review
#       text: >-
#         {name} decides which files Airflow reads
#       fix: >-
#         Leave it as it is, or wait for a review by the SRE team.
package sekisho.rules.files.airflowignore

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.paths

change_findings contains finding if {
	some file in input.files
	file.status != "unchanged"
	lower(paths.base(file.path)) == ".airflowignore"
	finding := findings_of.of_path(file.path, "changed", {"name": file.path})
}
