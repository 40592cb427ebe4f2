package sekisho.rules.tenancy.unknown_namespace_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.unknown_namespace

test_template if {
	every value in [testing.template("{{ params.ns }}"), testing.const("{{ params.ns }}"), testing.choice(["orders", "{% if x %}payments{% endif %}"])] {
		found := unknown_namespace.findings with input as testing.pod({"namespace": value})
		testing.messages(found) == {"template"}
	}
}

test_unknown if {
	every value in [testing.unknown, {"state": "opaque"}, {"state": "a state of tomorrow"}] {
		found := unknown_namespace.findings with input as testing.pod({"namespace": value})
		testing.messages(found) == {"unknown"}
	}
}

test_prefix if {
	found := unknown_namespace.findings with input as testing.pod({"namespace": testing.prefix("ord")})
	testing.messages(found) == {"prefix"}
}

test_known if {
	every value in [testing.const("orders"), testing.const("payments"), testing.absent, testing.prefix("pay")] {
		count(unknown_namespace.findings) == 0 with input as testing.pod({"namespace": value})
	}
}
