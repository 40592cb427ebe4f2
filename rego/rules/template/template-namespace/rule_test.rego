package sekisho.rules.template.template_namespace_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.template_namespace

test_foreign if {
	every value in ["payments", "Orders", "", null, 7, "orders "] {
		found := template_namespace.findings with input as testing.template_file({"namespace": testing.field(value)})
		testing.messages(found) == {"foreign"}
	}
}

test_own_or_none if {
	count(template_namespace.findings) == 0 with input as testing.template_file({})
	count(template_namespace.findings) == 0 with input as testing.template_file({"namespace": {"value": null, "set": false, "span": testing.span(1)}})
	count(template_namespace.findings) == 0 with input as testing.of({})
}
