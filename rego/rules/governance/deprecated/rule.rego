# METADATA
# title: Removed or deprecated name
# description: |
#   The file uses a name that newer Airflow does not have.
# custom:
#   id: GOV002
#   name: deprecated
#   avoid: |
#     from airflow.operators.subdag import SubDagOperator
#   prefer: |
#     from airflow.utils.task_group import TaskGroup
#   rationale: |
#     The DAG stops at the next upgrade; a SubDagOperator can also stop all others by holding
#     every slot.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         {symbol} is deprecated or removed in newer Airflow
#       fix: >-
#         See the upgrade notes of Airflow for what takes its place.
package sekisho.rules.governance.deprecated

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"subdag"}, "use")

findings contains finding if {
	some found in input.file.imports
	found.phase != "dead"
	deprecated(found.symbol.name)
	found.symbol.detail != "subdag"
	finding := findings_of.at(found.span, "use", found.symbol.name, {"symbol": found.symbol.name})
}

deprecated(name) if name in data.lists.deprecated.names
