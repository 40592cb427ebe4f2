package sekisho.rules.metadata.rest_api_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.rest_api

test_use if {
	found := rest_api.findings with input as testing.used("airflow_client.client.ApiClient", "airflow-internal", "mwaa")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"airflow_client.client.ApiClient"}
}

test_import_alone if {
	found := rest_api.findings with input as testing.imported("airflow_client.client.ApiClient", "airflow-internal", "mwaa")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(rest_api.findings) == 1 with input as testing.imported_and_used("airflow_client.client.ApiClient", "airflow-internal", "mwaa")
}

test_dead_code_is_not_run if {
	count(rest_api.findings) == 0 with input as testing.dead("airflow_client.client.ApiClient", "airflow-internal", "mwaa")
}

test_other_symbols_are_not_meant if {
	count(rest_api.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}

test_client_of_the_service if {
	every arguments in [{"args": [testing.const("mwaa")]}, {"keywords": {"service_name": testing.const("mwaa")}}] {
		found := rest_api.findings with input as testing.of({
			"calls": [testing.merge(testing.call("boto3.client", "cloud-api", "cloud-sdk", "parse"), arguments)],
			"index": {"calls_by_detail": {"cloud-sdk": [0]}},
		})
		testing.messages(found) == {"use"}
	}
	count(rest_api.findings) == 0 with input as testing.used("boto3.client", "cloud-api", "cloud-sdk")
}
