package sekisho.rules.availability.heavy_import_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.heavy_import

test_use if {
	found := heavy_import.findings with input as testing.used("time.sleep", "python-exec", "heavy")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"time.sleep"}
}

test_import_alone if {
	found := heavy_import.findings with input as testing.imported("time.sleep", "python-exec", "heavy")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(heavy_import.findings) == 1 with input as testing.imported_and_used("time.sleep", "python-exec", "heavy")
}

test_dead_code_is_not_run if {
	count(heavy_import.findings) == 0 with input as testing.dead("time.sleep", "python-exec", "heavy")
}

test_other_symbols_are_not_meant if {
	count(heavy_import.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
