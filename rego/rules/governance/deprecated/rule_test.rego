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
