package sekisho.rules.code.callback_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.callback

test_dag if {
	found := callback.findings with input as testing.dag(testing.const("orders.x"), {"on_failure_callback": testing.unknown})
	testing.messages(found) == {"dag"}
}

test_task if {
	every field in ["on_failure_callback", "pre_execute", "callbacks"] {
		found := callback.findings with input as testing.task({field: testing.unknown})
		testing.messages(found) == {"task"}
	}
}

test_callable_that_no_argument_shows if {
	found := callback.findings with input as testing.of({"callables": [{
		"name": "tell", "field": "on_failure_callback", "phase": "callback", "symbol": testing.symbol("", "unknown", ""), "span": testing.span(3),
	}]})
	testing.messages(found) == {"task"}
}

test_deadline if {
	found := callback.findings with input as testing.used("airflow.sdk.AsyncCallback", "airflow-internal", "callback")
	testing.messages(found) == {"use"}
}

test_nothing if {
	every value in [testing.none, testing.absent, testing.list_of([])] {
		count(callback.findings) == 0 with input as testing.task({"on_failure_callback": value})
	}
}

test_vetted if {
	notifier := testing.object_of("acme.Notifier", {})
	every value in [notifier, testing.list_of([notifier])] {
		count(callback.findings) == 0 with input as testing.task({"on_failure_callback": value}) with data.lists.notifiers.vetted as ["acme.Notifier"]
	}
}
