package sekisho.rules.availability.concurrency_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.concurrency

test_over if {
	found := concurrency.findings with input as testing.dag(testing.const("orders.x"), {"max_active_runs": testing.const(51)})
	testing.messages(found) == {"over"}
	task := concurrency.findings with input as testing.task({"max_active_runs": testing.const(51)})
	testing.messages(task) == {"over"}
}

test_within if {
	count(concurrency.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"max_active_runs": testing.const(50)})
	count(concurrency.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"max_active_runs": testing.unknown})
}
