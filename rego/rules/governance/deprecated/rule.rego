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
#     moved:
#       severity: warn
#       text: >-
#         {symbol} is deprecated or removed in newer Airflow
#       fix: >-
#         Import it from {module}.
#     schedule:
#       severity: warn
#       text: >-
#         Airflow 3 has no {argument}: it refuses the file
#       fix: >-
#         Write `schedule`, which takes the same values.
package sekisho.rules.governance.deprecated

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses
import data.sekisho.lib.values

findings contains finding if some finding in uses.about(uses.of({"subdag"}), "use")

findings contains finding if {
	some found in input.file.imports
	found.phase != "dead"
	deprecated(found.symbol.name)
	found.symbol.detail != "subdag"
	not moved(found)
	finding := findings_of.at(found.span, "use", found.symbol.name, {"symbol": found.symbol.name})
}

# Where an import names nothing else, the name of the module is what has to change.
findings contains finding if {
	some found in input.file.imports
	found.phase != "dead"
	deprecated(found.symbol.name)
	module := moved(found)
	about := findings_of.at(module_of(found), "moved", found.symbol.name, {"symbol": found.symbol.name, "module": module})
	finding := findings_of.replacing(about, found.module, module)
}

moved(found) := data.lists.deprecated.moved[found.symbol.name] if {
	startswith(input.platform.airflow_version, "2.")
	found.module == trim_suffix(found.symbol.name, concat("", [".", found.name]))
	found.span.start.column == count(statement(found)) + 1
	count([other | some other in input.file.imports; other.module == found.module]) == 1
}

# What stands before the name in an import that is a line.
statement(found) := sprintf("from %s import ", [found.module])

module_of(found) := {
	"start": {"line": found.span.start.line, "column": 6},
	"end": {"line": found.span.start.line, "column": 6 + count(found.module)},
}

# The name of the keyword goes, its value stays.
findings contains finding if {
	startswith(input.platform.airflow_version, "3.")
	some dag in input.file.dags
	value := dag.arguments.schedule_interval
	values.given(value)
	about := findings_of.at(name_of(values.place(value, dag.span)), "schedule", sprintf("%v", [values.show(dag.id)]), {"argument": "schedule_interval"})
	finding := findings_of.replacing(about, "schedule_interval", "schedule")
}

name_of(span) := {"start": span.start, "end": {"line": span.start.line, "column": span.start.column + count("schedule_interval")}}

deprecated(name) if name in data.lists.deprecated.names
