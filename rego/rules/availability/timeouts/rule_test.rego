package sekisho.rules.availability.timeouts_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.timeouts

test_over if {
	found := timeouts.findings with input as testing.dag(testing.const("orders.x"), {"startup_timeout_seconds": testing.const(3601)})
	testing.messages(found) == {"over"}
	task := timeouts.findings with input as testing.task({"startup_timeout_seconds": testing.const(3601)})
	testing.messages(task) == {"over"}
}

test_short if {
	every number in [0, 0.01, -1] {
		found := timeouts.findings with input as testing.task({"poll_interval": testing.const(number)})
		testing.messages(found) == {"short"}
	}
}

test_within if {
	count(timeouts.findings) == 0 with input as testing.task({"poll_interval": testing.const(1), "poke_interval": testing.const(60)})
	count(timeouts.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"startup_timeout_seconds": testing.const(3600)})
	count(timeouts.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"startup_timeout_seconds": testing.unknown})
}
