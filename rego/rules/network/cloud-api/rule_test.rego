package sekisho.rules.network.cloud_api_test

import data.sekisho.lib.testing
import data.sekisho.rules.network.cloud_api

test_use if {
	found := cloud_api.findings with input as testing.used("boto3.client", "cloud-api", "cloud-operator")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"boto3.client"}
}

test_import_alone if {
	found := cloud_api.findings with input as testing.imported("boto3.client", "cloud-api", "cloud-operator")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(cloud_api.findings) == 1 with input as testing.imported_and_used("boto3.client", "cloud-api", "cloud-operator")
}

test_dead_code_is_not_run if {
	count(cloud_api.findings) == 0 with input as testing.dead("boto3.client", "cloud-api", "cloud-operator")
}

test_other_symbols_are_not_meant if {
	count(cloud_api.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
