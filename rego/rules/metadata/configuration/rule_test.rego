package sekisho.rules.metadata.configuration_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.configuration

test_use if {
	found := configuration.findings with input as testing.used("airflow.configuration.conf", "airflow-internal", "configuration")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.configuration.conf"}
}

test_import_alone if {
	found := configuration.findings with input as testing.imported("airflow.configuration.conf", "airflow-internal", "configuration")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(configuration.findings) == 1 with input as testing.imported_and_used("airflow.configuration.conf", "airflow-internal", "configuration")
}

test_dead_code_is_not_run if {
	count(configuration.findings) == 0 with input as testing.dead("airflow.configuration.conf", "airflow-internal", "configuration")
}

test_other_symbols_are_not_meant if {
	count(configuration.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
