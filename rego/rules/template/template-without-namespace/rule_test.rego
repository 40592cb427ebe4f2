package sekisho.rules.template.template_without_namespace_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.template_without_namespace

test_absent if {
	found := template_without_namespace.findings with input as testing.template_file({"namespace": {"value": null, "set": false, "span": testing.span(1)}})
	testing.messages(found) == {"absent"}
}

test_given_or_no_template if {
	count(template_without_namespace.findings) == 0 with input as testing.template_file({})
	count(template_without_namespace.findings) == 0 with input as testing.of({})
	count(template_without_namespace.findings) == 0 with input as testing.of({"pod_template": null})
}
