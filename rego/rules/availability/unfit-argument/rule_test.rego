package sekisho.rules.availability.unfit_argument_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.unfit_argument

test_numbers if {
	every value in [-1, 315360001, "5", true, "inf"] {
		of(value, "retry_delay") == {"value"}
		dag := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"dagrun_timeout": typed(value)})
		testing.messages(dag) == {"value"}
	}
	every value in [0, 0.5, 315360000] {
		of(value, "retry_delay") == set()
	}
	every value in [1.5, true, "1", null, 10001] {
		of(value, "pool_slots") == {"value"}
	}
	of(1, "pool_slots") == set()
	every value in [true, false, 1.5] {
		of(value, "retry_exponential_backoff") == set()
	}
}

# A time span is no number of slots.
test_span if {
	day := {"state": "const", "type": "timedelta", "value": 5}
	count(unfit_argument.findings) == 0 with input as testing.task({"retry_delay": day})
	found := unfit_argument.findings with input as testing.task({"priority_weight": day})
	testing.messages(found) == {"value"}
}

test_truths if {
	every value in [true, false] {
		of(value, "depends_on_past") == set()
	}
	every value in [0, 1, "true", null] {
		of(value, "depends_on_past") == {"value"}
	}
	of(null, "is_delete_operator_pod") == set()
}

test_words if {
	of("all_done", "trigger_rule") == set()
	every value in ["bogus", 5, null, ""] {
		of(value, "trigger_rule") == {"value"}
		of(value, "weight_rule") == {"value"}
	}
}

test_dates if {
	every value in ["2024-01-01", null] {
		of(value, "end_date") == set()
	}
	every value in [5, "", "x", "{{ params.end }}"] {
		of(value, "end_date") == {"value"}
	}
	every type in ["datetime", "date"] {
		every state in ["const", "opaque"] {
			count(unfit_argument.findings) == 0 with input as testing.task({"start_date": {"state": state, "type": type}})
		}
	}
	found := unfit_argument.findings with input as testing.task({"start_date": {"state": "opaque", "reason": "a Variable"}})
	testing.messages(found) == {"unknown"}
}

test_prose_and_mappings if {
	of("two\nlines", "doc") == set()
	of(5, "doc") == {"value"}
	every state in ["const", "opaque"] {
		count(unfit_argument.findings) == 0 with input as testing.task({"executor_config": {"state": state, "type": "dict"}})
	}
	every value in [0, false, ""] {
		of(value, "executor_config") == {"value"}
	}
}

# of(value, field): the messages about a constant.
of(value, field) := testing.messages(found) if {
	found := unfit_argument.findings with input as testing.task({field: typed(value)})
}

typed(value) := {"state": "const", "type": type, "value": value} if {
	type := {"string": "str", "boolean": "bool"}[type_name(value)]
}

else := testing.none if value == null

else := {"state": "const", "type": "int", "value": value} if round(value) == value

else := {"state": "const", "type": "float", "value": value}

test_written if {
	count(unfit_argument.findings) == 0 with input as testing.task({"retries": testing.const("12")})
	found := unfit_argument.findings with input as testing.task({"retries": testing.const("1234")})
	testing.messages(found) == {"value"}
}

test_texts if {
	every value in [concat("", [sprintf("%250d", [1]), "x"]), "a\u0000b", "a\u202eb", 5] {
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

test_alike if {
	every parts in [["a", "A"], ["a", "b", "b "]] {
		tags := {"state": "const", "type": "list", "items": [testing.const(part) | some part in parts]}
		found := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"tags": tags})
		testing.messages(found) == {"alike"}
		links := testing.object_of("dict", {part: testing.const("https://example.com") | some part in parts})
		of_links := unfit_argument.findings with input as testing.dag(testing.const("orders.x"), {"owner_links": links})
		testing.messages(of_links) == {"alike"}
	}
	plain := {"state": "const", "type": "list", "items": [testing.const(part) | some part in ["a", "a", "b"]]}
	count(unfit_argument.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"tags": plain})
}
