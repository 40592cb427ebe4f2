package sekisho.rules.availability.kept_pods_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.kept_pods

test_use if {
	found := kept_pods.findings with input as testing.task({"is_delete_operator_pod": testing.const(false)})
	testing.messages(found) == {"use"}
}

test_none if {
	count(kept_pods.findings) == 0 with input as testing.task({"is_delete_operator_pod": testing.const("x"), "is_delete_operator_pod_": testing.const(false)})
	count(kept_pods.findings) == 0 with input as testing.task({"is_delete_operator_pod": testing.unknown})
}
