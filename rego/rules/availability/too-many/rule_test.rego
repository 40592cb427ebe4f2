package sekisho.rules.availability.too_many_test

import data.sekisho.lib.testing
import data.sekisho.rules.availability.too_many

of(multiplicity) := testing.of({"tasks": [{"id": testing.const("load"), "arguments": {}, "multiplicity": multiplicity, "span": testing.span(5)}]})

test_tasks if {
	found := too_many.findings with input as of(100000)
	testing.messages(found) == {"tasks", "flood"}
	more := too_many.findings with input as of(600)
	testing.messages(more) == {"tasks"}
}

test_unknown if {
	found := too_many.findings with input as of(-1)
	testing.messages(found) == {"unknown"}
}

test_dags if {
	found := too_many.findings with input as testing.of({"dags": three}) with data.lists.limits.dags as 2
	testing.messages(found) == {"dags"}
}

three := [1, 2, 3]

test_few if {
	count(too_many.findings) == 0 with input as of(3)
}
