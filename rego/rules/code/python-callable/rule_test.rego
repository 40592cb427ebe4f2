package sekisho.rules.code.python_callable_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.python_callable

test_use if {
	found := python_callable.findings with input as testing.used("airflow.operators.python.PythonOperator", "python-exec", "python-callable")
	testing.messages(found) == {"use"}
}

test_callable_of_an_unknown_operator if {
	found := python_callable.findings with input as testing.of({"callables": [{
		"name": "load", "field": "python_callable", "phase": "worker", "symbol": testing.symbol("", "unknown", ""), "span": testing.span(3),
	}]})
	testing.messages(found) == {"callable"}
}

test_callbacks_are_for_another_rule if {
	count(python_callable.findings) == 0 with input as testing.of({"callables": [{
		"name": "tell", "field": "on_failure_callback", "phase": "callback", "symbol": testing.symbol("", "unknown", ""), "span": testing.span(3),
	}]})
}
