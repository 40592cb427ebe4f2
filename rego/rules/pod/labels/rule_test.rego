package sekisho.rules.pod.labels_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.labels

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_application if {
	every path in ["metadata.labels.app", `metadata.labels["app.kubernetes.io/name"]`] {
		found := labels.findings with input as of(path, "payments-api")
		testing.messages(found) == {"application"}
	}
}

test_airflow if {
	found := labels.findings with input as of("metadata.labels.dag_id", "x")
	testing.messages(found) == {"airflow"}
	inline := labels.findings with input as testing.pod({"inline": {"labels": testing.object_of("dict", {"dag_id": testing.const("x")})}})
	testing.messages(inline) == {"airflow"}
}

test_agent if {
	every key in ["azure.workload.identity/use", "sidecar.istio.io/inject", "kueue.x-k8s.io/priority-class", "app.kubernetes.io.evil/name", "x/app.kubernetes.io/name"] {
		found := labels.findings with input as of(sprintf("metadata.labels[%q]", [key]), "x")
		testing.messages(found) == {"agent"}
	}
	every key in ["aadpodidbinding", "airflow-worker", "kubernetes_executor", "istio"] {
		found := labels.findings with input as of(concat(".", ["metadata.labels", key]), "x")
		testing.messages(found) == {"agent"}
	}
	count(labels.findings) == 0 with input as of(`metadata.labels["app.kubernetes.io/component"]`, "x")
}

test_own if {
	count(labels.findings) == 0 with input as of("metadata.labels.app", "orders-api")
	count(labels.findings) == 0 with input as of("metadata.labels.team", "x")
}

test_tenant if {
	every path in ["metadata.labels.team", `metadata.labels["app.kubernetes.io/part-of"]`] {
		found := labels.findings with input as of(path, "payments-checkout")
		testing.messages(found) == {"tenant"}
		testing.values(found, "tenant") == {"payments"}
	}
	count(labels.findings) == 0 with input as of("metadata.labels.team", "orders-data")
}

test_tenant_in_the_key if {
	found := labels.findings with input as of("metadata.labels.payments-client", "true")
	testing.messages(found) == {"tenant"}
}
