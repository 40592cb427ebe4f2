package sekisho.rules.template.base_container_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.base_container

of(name, index_, list) := testing.template_file({"containers": [{"list": list, "index": index_, "name": name, "image": "x", "path": "p", "span": testing.span(6)}]})

test_first if {
	found := base_container.findings with input as of("proxy", 0, "containers")
	testing.messages(found) == {"first"}
}

test_others if {
	count(base_container.findings) == 0 with input as of("base", 0, "containers")
	count(base_container.findings) == 0 with input as of("proxy", 1, "containers")
	count(base_container.findings) == 0 with input as of("proxy", 0, "initContainers")
}
