package sekisho.rules.code.shell_operator_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.shell_operator

test_use if {
	found := shell_operator.findings with input as testing.used("airflow.operators.bash.BashOperator", "shell", "container-runtime")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.operators.bash.BashOperator"}
}

test_import_alone if {
	found := shell_operator.findings with input as testing.imported("airflow.operators.bash.BashOperator", "shell", "container-runtime")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(shell_operator.findings) == 1 with input as testing.imported_and_used("airflow.operators.bash.BashOperator", "shell", "container-runtime")
}

test_dead_code_is_not_run if {
	count(shell_operator.findings) == 0 with input as testing.dead("airflow.operators.bash.BashOperator", "shell", "container-runtime")
}

test_other_symbols_are_not_meant if {
	count(shell_operator.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
