package sekisho.rules.tenancy.missing_namespace_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.missing_namespace

test_absent if {
	found := missing_namespace.findings with input as testing.pod({"namespace": testing.absent, "template": testing.no_template})
	testing.messages(found) == {"absent"}
}

test_falsy if {
	every value in [testing.none, testing.const(""), testing.choice(["orders", ""])] {
		found := missing_namespace.findings with input as testing.pod({"namespace": value, "template": testing.no_template})
		testing.messages(found) == {"falsy"}
	}
}

test_a_template_can_give_it if {
	count(missing_namespace.findings) == 0 with input as testing.pod({"namespace": testing.absent})
}

test_a_template_that_may_be_none if {
	found := missing_namespace.findings with input as testing.pod({
		"namespace": testing.absent,
		"template": {"value": {"state": "choice", "values": [testing.const("x.yaml"), testing.none]}, "inside": false},
	})
	testing.messages(found) == {"absent"}
}

test_given if {
	count(missing_namespace.findings) == 0 with input as testing.pod({"template": testing.no_template})
}
