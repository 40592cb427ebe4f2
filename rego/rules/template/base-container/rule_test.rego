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

test_another_case if {
	container := testing.merge(testing.good_template.containers[0], {"name": "Base"})
	fields := {"spec.containers[0].name": {"value": "Base", "set": true, "span": testing.span(7)}}
	found := base_container.findings with input as testing.template_file({"containers": [container], "fields": fields})
	{[finding.span, finding.suggestion] | some finding in found} == {[testing.span(7), "base"]}
}
