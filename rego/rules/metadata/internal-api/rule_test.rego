package sekisho.rules.metadata.internal_api_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.internal_api

test_use if {
	found := internal_api.findings with input as testing.used("airflow.models.dag.DAG.clear", "airflow-internal", "internal-api")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow.models.dag.DAG.clear"}
}

test_import_alone if {
	found := internal_api.findings with input as testing.imported("airflow.models.dag.DAG.clear", "airflow-internal", "internal-api")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(internal_api.findings) == 1 with input as testing.imported_and_used("airflow.models.dag.DAG.clear", "airflow-internal", "internal-api")
}

test_dead_code_is_not_run if {
	count(internal_api.findings) == 0 with input as testing.dead("airflow.models.dag.DAG.clear", "airflow-internal", "internal-api")
}

test_other_symbols_are_not_meant if {
	count(internal_api.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
