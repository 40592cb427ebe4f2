package sekisho.rules.network.http_operator_test

import data.sekisho.lib.testing
import data.sekisho.rules.network.http_operator

test_use if {
	found := http_operator.findings with input as testing.used("airflow.providers.http.operators.http.SimpleHttpOperator", "http", "http-hook")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.http.operators.http.SimpleHttpOperator"}
}

test_import_alone if {
	found := http_operator.findings with input as testing.imported("airflow.providers.http.operators.http.SimpleHttpOperator", "http", "http-hook")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(http_operator.findings) == 1 with input as testing.imported_and_used("airflow.providers.http.operators.http.SimpleHttpOperator", "http", "http-hook")
}

test_dead_code_is_not_run if {
	count(http_operator.findings) == 0 with input as testing.dead("airflow.providers.http.operators.http.SimpleHttpOperator", "http", "http-hook")
}

test_other_symbols_are_not_meant if {
	count(http_operator.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
