package sekisho.rules.code.dynamic_code_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.dynamic_code

test_use if {
	found := dynamic_code.findings with input as testing.used("builtins.exec", "python-exec", "deserialisation")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"builtins.exec"}
}

test_import_alone if {
	found := dynamic_code.findings with input as testing.imported("builtins.exec", "python-exec", "deserialisation")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(dynamic_code.findings) == 1 with input as testing.imported_and_used("builtins.exec", "python-exec", "deserialisation")
}

test_dead_code_is_not_run if {
	count(dynamic_code.findings) == 0 with input as testing.dead("builtins.exec", "python-exec", "deserialisation")
}

test_other_symbols_are_not_meant if {
	count(dynamic_code.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
