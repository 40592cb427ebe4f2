package sekisho.rules.code.process_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.process

test_use if {
	found := process.findings with input as testing.used("os.system", "shell", "process")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"os.system"}
}

test_import_alone if {
	found := process.findings with input as testing.imported("os.system", "shell", "process")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(process.findings) == 1 with input as testing.imported_and_used("os.system", "shell", "process")
}

test_dead_code_is_not_run if {
	count(process.findings) == 0 with input as testing.dead("os.system", "shell", "process")
}

test_other_symbols_are_not_meant if {
	count(process.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
