package sekisho.rules.jinja.jinja_connection_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.jinja_connection

of(expressions) := testing.of({"templates": [
	{"field": "arguments", "task": 0, "critical": false, "text": "{{ x }}", "allowed": false, "expressions": expressions, "span": testing.span(8)},
]})

test_use if {
	every expression in ["conn", "conn.payments.password"] {
		found := jinja_connection.findings with input as of(["ds", expression])
		testing.values(found, "expression") == {expression}
	}
}

test_others if {
	count(jinja_connection.findings) == 0 with input as of(["ds", "params.conn", "connection"])
}
