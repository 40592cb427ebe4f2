package sekisho.rules.tenancy.foreign_namespace_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.foreign_namespace

test_foreign if {
	found := foreign_namespace.findings with input as testing.pod({"namespace": testing.const("payments")})
	testing.messages(found) == {"foreign"}
	testing.values(found, "namespace") == {"payments"}
}

test_look_alikes_are_foreign if {
	every name in ["Orders", "orders ", "ordеrs", "orders-eu", ["orders"]] {
		found := foreign_namespace.findings with input as testing.pod({"namespace": testing.const(name)})
		testing.messages(found) == {"foreign"}
	}
}

test_one_choice_is_enough if {
	found := foreign_namespace.findings with input as testing.pod({"namespace": testing.choice(["orders", "payments"])})
	testing.values(found, "namespace") == {"payments"}
}

test_prefix_that_cannot_be_the_own if {
	found := foreign_namespace.findings with input as testing.pod({"namespace": testing.prefix("pay")})
	testing.messages(found) == {"prefix"}
}

test_prefix_that_can_be_the_own_is_for_another_rule if {
	count(foreign_namespace.findings) == 0 with input as testing.pod({"namespace": testing.prefix("ord")})
}

test_own if {
	every value in [testing.const("orders"), testing.absent, testing.none, testing.const(""), testing.unknown] {
		count(foreign_namespace.findings) == 0 with input as testing.pod({"namespace": value})
	}
}

# The chain of default_args leads to the entry of the dict: that is the place, and the text to replace.
test_entry_of_a_dict if {
	value := object.union(testing.const("payments"), {"because": [
		{"what": "default_args", "span": testing.span(9)},
		{"what": "\"namespace\":", "span": testing.span(3)},
	]})
	found := foreign_namespace.findings with input as testing.pod({"namespace": value})
	{[finding.span, finding.replaces, finding.suggestion] | some finding in found} == {[testing.span(3), "payments", "\"orders\""]}
}
