package sekisho.rules.pod.scheduling_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.scheduling

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_node if {
	found := scheduling.findings with input as of("spec.nodeName", "a")
	testing.messages(found) == {"node"}
}

test_choice if {
	every path in ["spec.priorityClassName", "spec.tolerations[0].operator", "spec.nodeSelector.pool", "spec.runtimeClassName"] {
		found := scheduling.findings with input as of(path, "x")
		testing.messages(found) == {"choice"}
	}
	inline := scheduling.findings with input as testing.pod({"inline": {"tolerations": testing.unknown}})
	testing.messages(inline) == {"choice"}
}

test_spread if {
	found := scheduling.findings with input as of("spec.topologySpreadConstraints[0].maxSkew", 1)
	testing.messages(found) == {"spread"}
}

test_one_node if {
	every path, value in {
		`spec.nodeSelector["kubernetes.io/hostname"]`: "a",
		"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key": "metadata.name",
		"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key": "kubernetes.io/hostname",
	} {
		found := scheduling.findings with input as of(path, value)
		testing.messages(found) == {"choice", "node"}
	}
}

test_critical if {
	found := scheduling.findings with input as of("spec.priorityClassName", "system-node-critical")
	testing.messages(found) == {"choice", "critical"}
}

test_anti_affinity if {
	required := scheduling.findings with input as of("spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey", "topology.kubernetes.io/region")
	testing.messages(required) == {"repels"}
	preferred := scheduling.findings with input as of("spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight", 1)
	testing.messages(preferred) == {"spread"}
}

test_plain if {
	count(scheduling.findings) == 0 with input as testing.template_file({})
	count(scheduling.findings) == 0 with input as of("spec.shareProcessNamespace", false)
	every path, value in {"spec.preemptionPolicy": "PreemptLowerPriority", "spec.priority": 0, `spec.nodeSelector["kubernetes.io/os"]`: "linux"} {
		count(scheduling.findings) == 0 with input as of(path, value)
	}
	count(scheduling.findings) == 0 with input as of("spec.preemptionPolicy", "Never")
}

toleration(changes) := testing.template_file({"fields": {concat(".", ["spec.tolerations[0]", name]): testing.field(value) | some name, value in object.union(default_toleration, changes)}})

default_toleration := {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}

test_tolerations_of_every_pod if {
	count(scheduling.findings) == 0 with input as toleration({})
	every name, value in {"key": "gpu", "operator": "Equal", "effect": "NoSchedule", "tolerationSeconds": 301, "value": "x"} {
		found := scheduling.findings with input as toleration({name: value})
		testing.messages(found) == {"choice"}
	}
	short := scheduling.findings with input as of("spec.tolerations[0].key", "node.kubernetes.io/unreachable")
	testing.messages(short) == {"choice"}
}

test_foreign if {
	every term in {
		"spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]",
		"spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm",
		"spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm",
	} {
		namespaces := concat("", [term, ".namespaces[0]"])
		named := scheduling.findings with input as of(namespaces, "payments")
		"foreign" in testing.messages(named)
		own := scheduling.findings with input as of(namespaces, "orders")
		testing.messages(own) == {"spread"}
		selector := concat("", [term, ".namespaceSelector"])
		selected := scheduling.findings with input as of(concat("", [selector, ".matchLabels.team"]), "x")
		"foreign" in testing.messages(selected)
		every empty in {"", ".matchLabels", ".matchExpressions"} {
			every_one := scheduling.findings with input as testing.template_file({"empty": {concat("", [selector, empty]): testing.span(5)}})
			testing.messages(every_one) == {"foreign"}
		}
	}
	count(scheduling.findings) == 0 with input as testing.template_file({"empty": {"spec.topologySpreadConstraints[0].labelSelector": testing.span(5)}})
}
