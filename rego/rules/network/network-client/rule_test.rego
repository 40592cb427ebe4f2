package sekisho.rules.network.network_client_test

import data.sekisho.lib.testing
import data.sekisho.rules.network.network_client

test_use if {
	found := network_client.findings with input as testing.used("requests.get", "http", "http-client")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"requests.get"}
}

test_import_alone if {
	found := network_client.findings with input as testing.imported("requests.get", "http", "http-client")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(network_client.findings) == 1 with input as testing.imported_and_used("requests.get", "http", "http-client")
}

test_dead_code_is_not_run if {
	count(network_client.findings) == 0 with input as testing.dead("requests.get", "http", "http-client")
}

test_other_symbols_are_not_meant if {
	count(network_client.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
