package sekisho.rules.tenancy.missing_template_test

import data.sekisho.lib.testing
import data.sekisho.rules.tenancy.missing_template

of(exists) := testing.pod({"template": object.union(testing.own_template, {"exists": exists})})

test_missing if {
	found := missing_template.findings with input as of(false)
	testing.messages(found) == {"missing"}
}

test_there if {
	count(missing_template.findings) == 0 with input as of(true)
}

test_not_looked_at if {
	count(missing_template.findings) == 0 with input as testing.pod({})
}
