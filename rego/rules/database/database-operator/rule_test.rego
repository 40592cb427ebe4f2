package sekisho.rules.database.database_operator_test

import data.sekisho.lib.testing
import data.sekisho.rules.database.database_operator

test_use if {
	found := database_operator.findings with input as testing.used("airflow.providers.postgres.operators.postgres.PostgresOperator", "database", "sql-operator")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.postgres.operators.postgres.PostgresOperator"}
}

test_import_alone if {
	found := database_operator.findings with input as testing.imported("airflow.providers.postgres.operators.postgres.PostgresOperator", "database", "sql-operator")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(database_operator.findings) == 1 with input as testing.imported_and_used("airflow.providers.postgres.operators.postgres.PostgresOperator", "database", "sql-operator")
}

test_dead_code_is_not_run if {
	count(database_operator.findings) == 0 with input as testing.dead("airflow.providers.postgres.operators.postgres.PostgresOperator", "database", "sql-operator")
}

test_other_symbols_are_not_meant if {
	count(database_operator.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
