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

test_anti_affinity if {
	required := scheduling.findings with input as of("spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey", "topology.kubernetes.io/region")
	testing.messages(required) == {"repels"}
	preferred := scheduling.findings with input as of("spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight", 1)
	testing.messages(preferred) == {"spread"}
}

test_plain if {
	count(scheduling.findings) == 0 with input as testing.template_file({})
	count(scheduling.findings) == 0 with input as of("spec.shareProcessNamespace", false)
}
