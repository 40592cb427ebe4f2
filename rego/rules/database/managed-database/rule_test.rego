package sekisho.rules.database.managed_database_test

import data.sekisho.lib.testing
import data.sekisho.rules.database.managed_database

test_use if {
	found := managed_database.findings with input as testing.used("airflow.providers.amazon.aws.operators.rds.RdsDeleteDbInstanceOperator", "database", "managed-database")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.providers.amazon.aws.operators.rds.RdsDeleteDbInstanceOperator"}
}

test_import_alone if {
	found := managed_database.findings with input as testing.imported("airflow.providers.amazon.aws.operators.rds.RdsDeleteDbInstanceOperator", "database", "managed-database")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(managed_database.findings) == 1 with input as testing.imported_and_used("airflow.providers.amazon.aws.operators.rds.RdsDeleteDbInstanceOperator", "database", "managed-database")
}

test_dead_code_is_not_run if {
	count(managed_database.findings) == 0 with input as testing.dead("airflow.providers.amazon.aws.operators.rds.RdsDeleteDbInstanceOperator", "database", "managed-database")
}

test_other_symbols_are_not_meant if {
	count(managed_database.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
