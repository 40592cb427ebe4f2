package sekisho.rules.metadata.metadata_database_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.metadata_database

test_use if {
	found := metadata_database.findings with input as testing.used("airflow.settings.Session", "airflow-internal", "metadata-database")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.settings.Session"}
}

test_import_alone if {
	found := metadata_database.findings with input as testing.imported("airflow.settings.Session", "airflow-internal", "metadata-database")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(metadata_database.findings) == 1 with input as testing.imported_and_used("airflow.settings.Session", "airflow-internal", "metadata-database")
}

test_dead_code_is_not_run if {
	count(metadata_database.findings) == 0 with input as testing.dead("airflow.settings.Session", "airflow-internal", "metadata-database")
}

test_other_symbols_are_not_meant if {
	count(metadata_database.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
