package sekisho.rules.jinja.foreign_xcom_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.foreign_xcom

of(text, expressions) := testing.of({"templates": [
	{"field": "arguments", "task": 0, "critical": false, "text": text, "allowed": false, "expressions": expressions, "span": testing.span(8)},
]})

test_use if {
	found := foreign_xcom.findings with input as of("{{ ti.xcom_pull(dag_id='payments.x', task_ids='a') }}", ["ti.xcom_pull"])
	testing.messages(found) == {"use"}
}

test_own_dag if {
	count(foreign_xcom.findings) == 0 with input as of("{{ ti.xcom_pull(task_ids='a') }}", ["ti.xcom_pull"])
	count(foreign_xcom.findings) == 0 with input as of("{{ dag_id }}", ["dag_id"])
}
