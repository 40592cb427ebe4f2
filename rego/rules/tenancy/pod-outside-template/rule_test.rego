package sekisho.rules.tenancy.pod_outside_template_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.pod_outside_template

test_replaced if {
	every name in ["full_pod_spec", "pod_template_dict"] {
		found := pod_outside_template.findings with input as testing.pod({"inline": {name: testing.unknown}})
		testing.messages(found) == {"replaced"}
	}
}

test_executor if {
	found := pod_outside_template.findings with input as testing.task({"executor_config": testing.unknown})
	testing.messages(found) == {"executor"}
}

test_inline if {
	found := pod_outside_template.findings with input as testing.pod({
		"template": testing.no_template,
		"inline": {"labels": testing.unknown, "image": testing.const("x")},
	})
	testing.messages(found) == {"inline"}
	testing.values(found, "fields") == {["image", "labels"]}
}

test_override if {
	found := pod_outside_template.findings with input as testing.pod({"inline": {"env_vars": testing.unknown}})
	testing.messages(found) == {"override"}
}

test_nothing if {
	found := pod_outside_template.findings with input as testing.pod({"template": testing.no_template})
	testing.messages(found) == {"nothing"}
}

test_template if {
	count(pod_outside_template.findings) == 0 with input as testing.pod({"inline": {"image": testing.none, "labels": testing.absent}})
}

test_what_says_nothing if {
	every name, value in {
		"labels": testing.container("dict"), "volumes": testing.container("list"), "hostnetwork": testing.const(false),
		"dns_policy": testing.const("ClusterFirst"), "hostname": testing.const(""), "pod_template_dict": testing.container("dict"),
	} {
		count(pod_outside_template.findings) == 0 with input as testing.pod({"inline": {name: value}})
	}
	every name, value in {"labels": testing.container("kubernetes.client.V1Affinity"), "dns_policy": testing.const("Default"), "hostnetwork": testing.const(true)} {
		found := pod_outside_template.findings with input as testing.pod({"inline": {name: value}})
		testing.messages(found) == {"override"}
	}
}
