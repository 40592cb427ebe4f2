package sekisho.rules.tenancy.foreign_module_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.foreign_module

of(tenant) := testing.of({"imports": [object.union(testing.import_of("dags.payments.x", "unknown", "", "parse"), {"tenant": tenant})]})

test_foreign if {
	found := foreign_module.findings with input as of("payments")
	testing.values(found, "tenant") == {"payments"}
}

test_under_type_checking_too if {
	found := foreign_module.findings with input as testing.of({"imports": [object.union(testing.import_of("dags.payments.x", "unknown", "", "dead"), {"tenant": "payments"})]})
	count(found) == 1
}

test_own_and_libraries if {
	every tenant in ["", "orders"] {
		count(foreign_module.findings) == 0 with input as of(tenant)
	}
}
