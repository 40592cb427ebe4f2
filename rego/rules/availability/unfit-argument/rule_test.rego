package sekisho.rules.availability.unfit_argument_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.unfit_argument

test_numbers if {
	every value in [-1, 315360001, "5", true, "inf"] {
		found := unfit_argument.findings with input as testing.task({"retry_delay": testing.const(value)})
		testing.messages(found) == {"value"}
		dag := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"dagrun_timeout": testing.const(value)})
		testing.messages(dag) == {"value"}
	}
	every value in [0, 0.5, 315360000] {
		count(unfit_argument.findings) == 0 with input as testing.task({"retry_delay": testing.const(value)})
	}
}

test_written if {
	count(unfit_argument.findings) == 0 with input as testing.task({"retries": testing.const("12")})
	found := unfit_argument.findings with input as testing.task({"retries": testing.const("1234")})
	testing.messages(found) == {"value"}
}

test_texts if {
	every value in [concat("", [sprintf("%250d", [1]), "x"]), "a\u0000b", 5] {
		found := unfit_argument.findings with input as testing.task({"owner": testing.const(value)})
		testing.messages(found) == {"value"}
	}
	count(unfit_argument.findings) == 0 with input as testing.task({"owner": testing.const("orders")})
}

test_lists if {
	tags := {"state": "const", "type": "list", "items": [testing.const("a"), testing.const("a\nb")]}
	found := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"tags": tags})
	testing.messages(found) == {"value"}
	many := {"state": "const", "type": "list", "items": [testing.const(sprintf("t%d", [i])) | some i in numbers.range(0, 100)]}
	full := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"tags": many})
	testing.messages(full) == {"value"}
	unknown := {"state": "const", "type": "list", "items": [testing.unknown]}
	hidden := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"tags": unknown})
	testing.messages(hidden) == {"value"}
	links := {"state": "const", "type": "dict", "entries": [{"key": testing.const("orders"), "value": testing.const(sprintf("%251d", [1]))}]}
	linked := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"owner_links": links})
	testing.messages(linked) == {"value"}
}

test_not_known if {
	opaque := {"state": "opaque", "reason": "the clock"}
	found := unfit_argument.findings with input as testing.task({"pool_slots": opaque})
	testing.messages(found) == {"unknown"}
	count(unfit_argument.findings) == 0 with input as testing.task({"startup_timeout_seconds": opaque})
}

test_nothing if {
	count(unfit_argument.findings) == 0 with input as testing.task({})
	count(unfit_argument.findings) == 0 with input as testing.task({"sla": {"state": "const", "type": "NoneType"}})
}
