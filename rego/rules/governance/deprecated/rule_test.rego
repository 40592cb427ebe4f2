package sekisho.rules.governance.deprecated_test

import data.sekisho.lib.testing
import data.sekisho.rules.governance.deprecated

of(name, detail) := testing.of({"imports": [testing.import_of(name, "control-flow-safe", detail, "parse")]})

test_name if {
	found := deprecated.findings with input as of("airflow.utils.dates.days_ago", "clock")
	testing.messages(found) == {"use"}
}

test_subdag if {
	found := deprecated.findings with input as testing.used("airflow.operators.subdag.SubDagOperator", "airflow-internal", "subdag")
	testing.messages(found) == {"use"}
}

test_current if {
	count(deprecated.findings) == 0 with input as of("airflow.DAG", "dag-object")
}

test_the_schedule_of_airflow_3 if {
	input_of := object.union(testing.dag(testing.const("orders.load"), {"schedule_interval": testing.const("@daily")}), {"platform": object.union(testing.platform, {"airflow_version": "3.0.2"})})
	found := deprecated.findings with input as input_of
	{finding.suggestion | some finding in found} == {"schedule"}
	no_longer := deprecated.findings with input as testing.dag(testing.const("orders.load"), {"schedule_interval": testing.const("@daily")})
	count(no_longer) == 0
}

moved_import(column) := {
	"module": "airflow.utils.helpers", "name": "chain", "phase": "parse", "conditional": false,
	"symbol": {"name": "airflow.utils.helpers.chain", "capability": "control-flow-safe", "detail": "dependency"},
	"span": {"start": {"line": 3, "column": column}, "end": {"line": 3, "column": column + 5}},
}

test_moved if {
	found := deprecated.findings with input as testing.of({"imports": [moved_import(35)]})
	testing.messages(found) == {"moved"}
	{[finding.replaces, finding.suggestion] | some finding in found} == {["airflow.utils.helpers", "airflow.models.baseoperator"]}
	{finding.span | some finding in found} == {{"start": {"line": 3, "column": 6}, "end": {"line": 3, "column": 27}}}
}

test_not_moved_elsewhere if {
	in_brackets := deprecated.findings with input as testing.of({"imports": [moved_import(36)]})
	testing.messages(in_brackets) == {"use"}
	other := object.union(moved_import(42), {"name": "x", "symbol": {"name": "airflow.utils.helpers.x", "capability": "unknown", "detail": ""}})
	beside_another := deprecated.findings with input as testing.of({"imports": [moved_import(35), other]})
	testing.messages(beside_another) == {"use"}
	newer := object.union(testing.of({"imports": [moved_import(35)]}), {"platform": object.union(testing.platform, {"airflow_version": "3.0.2"})})
	in_airflow_3 := deprecated.findings with input as newer
	testing.messages(in_airflow_3) == {"use"}
}
