package sekisho.rules.database.database_driver_test

import data.sekisho.lib.testing
import data.sekisho.rules.database.database_driver

test_use if {
	found := database_driver.findings with input as testing.used("psycopg2.connect", "database", "driver")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"psycopg2.connect"}
}

test_import_alone if {
	found := database_driver.findings with input as testing.imported("psycopg2.connect", "database", "driver")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(database_driver.findings) == 1 with input as testing.imported_and_used("psycopg2.connect", "database", "driver")
}

test_dead_code_is_not_run if {
	count(database_driver.findings) == 0 with input as testing.dead("psycopg2.connect", "database", "driver")
}

test_other_symbols_are_not_meant if {
	count(database_driver.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
