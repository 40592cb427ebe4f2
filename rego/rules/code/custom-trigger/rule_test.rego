package sekisho.rules.code.custom_trigger_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.custom_trigger

base := "airflow.triggers.base.BaseTrigger"

test_use if {
	found := custom_trigger.findings with input as testing.used(base, "airflow-internal", "extension-point")
	testing.values(found, "symbol") == {base}
}

test_import if {
	found := custom_trigger.findings with input as testing.imported(base, "airflow-internal", "extension-point")
	count(found) == 1
}

test_import_and_use_are_one_finding if {
	facts := testing.of({
		"imports": [testing.import_of(base, "airflow-internal", "extension-point", "parse")],
		"calls": [testing.call(base, "airflow-internal", "extension-point", "parse")],
		"index": {"calls_by_symbol": {base: [0]}, "imports_by_symbol": {base: [0]}},
	})
	count(custom_trigger.findings) == 1 with input as facts
}

test_others if {
	count(custom_trigger.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
