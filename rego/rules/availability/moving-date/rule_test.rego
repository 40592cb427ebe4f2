package sekisho.rules.availability.moving_date_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.moving_date

test_use if {
	found := moving_date.findings with input as testing.used("datetime.datetime.now", "control-flow-safe", "clock")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"datetime.datetime.now"}
}

test_import_alone if {
	found := moving_date.findings with input as testing.imported("datetime.datetime.now", "control-flow-safe", "clock")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(moving_date.findings) == 1 with input as testing.imported_and_used("datetime.datetime.now", "control-flow-safe", "clock")
}

test_dead_code_is_not_run if {
	count(moving_date.findings) == 0 with input as testing.dead("datetime.datetime.now", "control-flow-safe", "clock")
}

test_other_symbols_are_not_meant if {
	count(moving_date.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
