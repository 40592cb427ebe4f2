# METADATA
# title: Helper module
# description: |
#   The file imports a module of its own repository that was not proved to be declarative, or
#   imports relatively.
# custom:
#   id: CODE008
#   name: helper-module
#   avoid: |
#     from dags.orders import helpers
#   prefer: |
#     IMAGE = "orders-api"
#   rationale: |
#     The module's code runs as part of the DAG, and which file the name finds depends on
#     Python's search path.
#   messages:
#     own:
#       severity: review
#       text: >-
#         {module} is a module of this repository: what it brings along was not proved harmless here
#       fix: >-
#         Keep the module to constants and plain functions and import it by its place in the bucket,
#         `dags.<namespace>.…`; or put what the DAG needs into its own file; or wait for a review by
#         the SRE team.
#     relative:
#       severity: review
#       text: >-
#         {module} is imported relatively; Airflow loads a DAG file by its path, without a
#         package
#       fix: >-
#         Import the module by its full name.
package sekisho.rules.code.helper_module

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	input.file.declarative != true
	some found in input.file.imports
	object.get(found, "own", false) == true
	not object.get(found, "executed", false) == true
	not startswith(found.module, ".")
	finding := findings_of.at(found.span, "own", found.module, {"module": found.module})
}

findings contains finding if {
	some found in input.file.imports
	startswith(found.module, ".")
	finding := findings_of.at(found.span, "relative", found.module, {"module": found.module})
}
