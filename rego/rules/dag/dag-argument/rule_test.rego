package sekisho.rules.dag.dag_argument_test

import data.sekisho.lib.testing
import data.sekisho.rules.dag.dag_argument

of(field, value) := testing.dag(testing.const("orders.x"), {field: value})

test_code if {
	every field in ["template_searchpath", "user_defined_macros", "user_defined_filters", "jinja_environment_kwargs"] {
		found := dag_argument.findings with input as of(field, testing.unknown)
		testing.messages(found) == {"code"}
	}
}

test_rights if {
	found := dag_argument.findings with input as of("access_control", testing.unknown)
	testing.messages(found) == {"rights"}
}

test_unknown if {
	found := dag_argument.findings with input as of("tomorrow", testing.const(1))
	testing.messages(found) == {"unknown"}
}

test_harmless if {
	count(dag_argument.findings) == 0 with input as of("schedule", testing.const("@daily"))
	count(dag_argument.findings) == 0 with input as of("user_defined_macros", testing.none)
	count(dag_argument.findings) == 0 with input as of("render_template_as_native_obj", testing.const(false))
	every value in [testing.const(true), testing.unknown] {
		found := dag_argument.findings with input as of("render_template_as_native_obj", value)
		testing.messages(found) == {"code"}
	}
}

test_link if {
	every value in [testing.object_of("dict", {"me": testing.const("javascript:alert(1)")}), testing.unknown, testing.object_of("dict", {"me": testing.unknown})] {
		found := dag_argument.findings with input as of("owner_links", value)
		testing.messages(found) == {"link"}
	}
	count(dag_argument.findings) == 0 with input as of("owner_links", testing.object_of("dict", {"me": testing.const("https://example.com"), "you": testing.const("mailto:a@example.com")}))
}
