package sekisho.rules.metadata.connection_access_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.connection_access

test_use if {
	found := connection_access.findings with input as testing.used("airflow.hooks.base.BaseHook.get_connection", "airflow-internal", "connection-access")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.hooks.base.BaseHook.get_connection"}
}

test_import_alone if {
	found := connection_access.findings with input as testing.imported("airflow.hooks.base.BaseHook.get_connection", "airflow-internal", "connection-access")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(connection_access.findings) == 1 with input as testing.imported_and_used("airflow.hooks.base.BaseHook.get_connection", "airflow-internal", "connection-access")
}

test_dead_code_is_not_run if {
	count(connection_access.findings) == 0 with input as testing.dead("airflow.hooks.base.BaseHook.get_connection", "airflow-internal", "connection-access")
}

test_other_symbols_are_not_meant if {
	count(connection_access.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
