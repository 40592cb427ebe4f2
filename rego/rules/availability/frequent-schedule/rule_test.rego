package sekisho.rules.availability.frequent_schedule_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.frequent_schedule

of(seconds) := testing.of({"dags": [{"id": testing.const("orders.x"), "arguments": {}, "interval_seconds": seconds, "span": testing.span(5)}]})

test_often if {
	found := frequent_schedule.findings with input as of(60)
	testing.messages(found) == {"often"}
}

test_seldom_or_unknown if {
	count(frequent_schedule.findings) == 0 with input as of(900)
	count(frequent_schedule.findings) == 0 with input as of(0)
	count(frequent_schedule.findings) == 0 with input as testing.dag(testing.const("orders.x"), {})
}

test_backward if {
	found := frequent_schedule.findings with input as of(-1)
	testing.messages(found) == {"backward"}
}
