package sekisho.rules.pod.extra_container_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.extra_container

of(list, index_) := testing.template_file({"containers": [{"list": list, "index": index_, "name": "x", "image": "x", "path": "p", "span": testing.span(6)}]})

test_template if {
	every pair in [["initContainers", 0], ["ephemeralContainers", 0], ["containers", 1]] {
		found := extra_container.findings with input as of(pair[0], pair[1])
		testing.messages(found) == {"template"}
	}
}

test_inline if {
	found := extra_container.findings with input as testing.pod({"inline": {"init_containers": testing.unknown}})
	testing.messages(found) == {"inline"}
}

test_gates if {
	found := extra_container.findings with input as testing.template_file({"fields": {"spec.schedulingGates[0].name": testing.field("x")}})
	testing.messages(found) == {"gate"}
}

test_one if {
	count(extra_container.findings) == 0 with input as testing.template_file({})
	count(extra_container.findings) == 0 with input as testing.pod({})
}
