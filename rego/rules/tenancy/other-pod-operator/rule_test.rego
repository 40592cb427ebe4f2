package sekisho.rules.tenancy.other_pod_operator_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.other_pod_operator

resource := "airflow.providers.cncf.kubernetes.operators.resource.KubernetesCreateResourceOperator"

test_resources_and_other_clusters if {
	every detail in ["managed-k8s", "k8s-resource", "kpo-subclass"] {
		found := other_pod_operator.findings with input as testing.used(resource, "pod", detail)
		testing.messages(found) == {"use"}
	}
}

test_variants if {
	found := other_pod_operator.findings with input as testing.used("airflow.decorators.task.kubernetes", "pod", "pod-decorator")
	testing.messages(found) == {"variant"}
}

test_the_operator_itself_is_not_meant if {
	count(other_pod_operator.findings) == 0 with input as testing.used("x.KubernetesPodOperator", "pod", "kpo")
}
