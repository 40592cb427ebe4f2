package sekisho.rules.jinja.jinja_expression_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.jinja_expression

of(changes) := testing.of({"templates": [testing.merge(
	{"field": "arguments", "task": 0, "critical": false, "text": "{{ x }}", "allowed": false, "violation": "the name x", "expressions": ["x"], "span": testing.span(8)},
	changes,
)]})

test_outside if {
	every changes in [{}, {"expressions": []}, {"critical": true}, {"field": "namespace"}] {
		found := jinja_expression.findings with input as of(changes)
		testing.messages(found) == {"outside"}
	}
}

test_file if {
	found := jinja_expression.findings with input as of({"file": true, "text": "run.sh", "violation": "", "expressions": []})
	testing.messages(found) == {"file"}
	both := jinja_expression.findings with input as of({"file": true, "text": "{{ x }}.sh"})
	testing.messages(both) == {"file", "outside"}
}

test_critical if {
	found := jinja_expression.findings with input as of({"allowed": true, "critical": true, "field": "image"})
	testing.messages(found) == {"critical"}
}

test_critical_of_another_rule if {
	count(jinja_expression.findings) == 0 with input as of({"allowed": true, "critical": true, "field": "namespace"})
}

test_connection_is_for_another_rule if {
	count(jinja_expression.findings) == 0 with input as of({"expressions": ["conn.payments"], "violation": "conn.payments"})
}

test_variable_is_for_another_rule if {
	count(jinja_expression.findings) == 0 with input as of({"expressions": ["var.value.x"], "violation": "var.value.x"})
}

test_variable_and_worse_is_for_this if {
	count(jinja_expression.findings) == 1 with input as of({"expressions": ["var.value.x", "macros"], "violation": "macros.uuid.os"})
}

test_allowed if {
	count(jinja_expression.findings) == 0 with input as of({"allowed": true})
}
