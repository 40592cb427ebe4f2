package sekisho.rules.availability.retries_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.retries

test_over if {
	found := retries.findings with input as testing.dag(testing.const("orders.x"), {"retries": testing.const(11)})
	testing.messages(found) == {"over"}
	task := retries.findings with input as testing.task({"retries": testing.const(11)})
	testing.messages(task) == {"over"}
}

test_within if {
	count(retries.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"retries": testing.const(10)})
	count(retries.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"retries": testing.unknown})
}
