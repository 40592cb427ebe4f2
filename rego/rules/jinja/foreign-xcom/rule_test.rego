package sekisho.rules.jinja.foreign_xcom_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.foreign_xcom

of(text, expressions) := testing.of({"templates": [
	{"field": "arguments", "task": 0, "critical": false, "text": text, "allowed": false, "expressions": expressions, "span": testing.span(8)},
]})

test_use if {
	found := foreign_xcom.findings with input as of("{{ ti.xcom_pull(dag_id='payments.x', task_ids='a') }}", ["ti.xcom_pull", "ti.xcom_pull.dag_id"])
	testing.messages(found) == {"use"}
}

test_own_dag if {
	count(foreign_xcom.findings) == 0 with input as of("{{ ti.xcom_pull(task_ids='a') }}", ["ti.xcom_pull"])
	count(foreign_xcom.findings) == 0 with input as of("{{ dag_id }}", ["dag_id"])
}

test_second_argument if {
	found := foreign_xcom.findings with input as of("{{ ti.xcom_pull('a', 'payments.x') }}", ["ti.xcom_pull", "ti.xcom_pull.dag_id"])
	testing.messages(found) == {"use"}
}

test_dag_id_beside_an_own_xcom if {
	count(foreign_xcom.findings) == 0 with input as of("{{ dag.dag_id }} {{ ti.xcom_pull(task_ids='a') }}", ["dag.dag_id", "ti.xcom_pull"])
}
