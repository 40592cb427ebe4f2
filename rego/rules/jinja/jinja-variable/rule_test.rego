package sekisho.rules.jinja.jinja_variable_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.jinja_variable

of(allowed, expressions) := testing.of({"templates": [
	{"field": "arguments", "task": 0, "critical": false, "text": "{{ x }}", "allowed": allowed, "expressions": expressions, "span": testing.span(8)},
]})

test_foreign_or_unknown if {
	every expression in ["var.value.payments_token", "var.json.token", "var", "var.value", "var.value.get", "var.other.orders_x"] {
		found := jinja_variable.findings with input as of(false, [expression])
		testing.values(found, "expression") == {expression}
	}
}

test_what_to_list if {
	nobody := jinja_variable.findings with input as of(false, ["var.json.token.x"])
	testing.messages(nobody) == {"nobody"}
	testing.values(nobody, "listing") == {`text: ["token"]`}
	every expression in ["var.value.payments_token", "var", "var.value", "var.value.get", "var.value.a:b"] {
		found := jinja_variable.findings with input as of(false, [expression])
		testing.messages(found) == {"use"}
	}
}

# The analyser writes a dot in a key as a colon: the whole key says whose it is.
test_key_with_dots if {
	every expression in ["var.value.orders:eu:token", "var.value.orders:eu_token", "var.value.[]"] {
		found := jinja_variable.findings with input as of(true, [expression])
		testing.values(found, "expression") == {expression}
	}
	count(jinja_variable.findings) == 0 with input as of(true, ["var.value.orders:limit"])
}

test_own if {
	every expression in ["var.value.orders_limit", "var.json.orders.limits", "ds", "params.var"] {
		count(jinja_variable.findings) == 0 with input as of(true, [expression])
	}
}

test_given_by_the_configuration if {
	given := {"namespace": "orders", "variables": {"text": ["limit", "region_*"]}}
	every expression in ["var.value.limit", "var.json.region_a.x"] {
		count(jinja_variable.findings) == 0 with input as testing.merge(of(true, [expression]), {"tenant": given})
	}
	every expression in ["var.value.limits", "var.value.payments_token"] {
		count(jinja_variable.findings) == 1 with input as testing.merge(of(true, [expression]), {"tenant": given})
	}
}
