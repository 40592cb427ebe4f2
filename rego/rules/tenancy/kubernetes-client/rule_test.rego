package sekisho.rules.tenancy.kubernetes_client_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.kubernetes_client

test_use if {
	found := kubernetes_client.findings with input as testing.used("kubernetes.client.CoreV1Api", "pod", "kubernetes-client")
	testing.messages(found) == {"use"}
	testing.values(found, "symbol") == {"kubernetes.client.CoreV1Api"}
}

test_import_alone if {
	found := kubernetes_client.findings with input as testing.imported("kubernetes.client.CoreV1Api", "pod", "kubernetes-client")
	testing.messages(found) == {"use"}
}

test_import_and_use_are_one_finding if {
	count(kubernetes_client.findings) == 1 with input as testing.imported_and_used("kubernetes.client.CoreV1Api", "pod", "kubernetes-client")
}

test_dead_code_is_not_run if {
	count(kubernetes_client.findings) == 0 with input as testing.dead("kubernetes.client.CoreV1Api", "pod", "kubernetes-client")
}

test_other_symbols_are_not_meant if {
	count(kubernetes_client.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}
