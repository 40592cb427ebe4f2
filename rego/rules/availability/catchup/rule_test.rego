package sekisho.rules.availability.catchup_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.catchup

test_catchup if {
	found := catchup.findings with input as testing.dag(testing.const("orders.x"), {"catchup": testing.const(true)})
	testing.messages(found) == {"catchup"}
}

test_none if {
	count(catchup.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"catchup": testing.const(false)})
	count(catchup.findings) == 0 with input as testing.dag(testing.const("orders.x"), {})
}
