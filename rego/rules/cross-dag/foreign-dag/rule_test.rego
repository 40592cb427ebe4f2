package sekisho.rules.cross_dag.foreign_dag_test

import data.sekisho.lib.testing
import data.sekisho.rules.cross_dag.foreign_dag

operator := "airflow.operators.trigger_dagrun.TriggerDagRunOperator"

of(target) := testing.of({
	"references": [{"kind": "dag", "target": target, "by": testing.symbol(operator, "airflow-internal", "cross-dag"), "span": testing.span(8)}],
	"dags": [{"id": testing.const("load"), "arguments": {}, "span": testing.span(5)}],
})

test_foreign if {
	every target in [testing.const("payments.refund"), testing.choice(["orders.x", "payments.x"]), testing.prefix("payments.")] {
		found := foreign_dag.findings with input as of(target)
		testing.messages(found) == {"foreign"}
	}
}

test_unknown if {
	every target in [testing.unknown, testing.const("clean"), testing.template("orders.{{ x }}"), testing.const("orders.{{ x }}"), testing.prefix("orders."), testing.absent] {
		found := foreign_dag.findings with input as of(target)
		testing.messages(found) == {"unknown"}
	}
}

test_use_without_a_reference if {
	found := foreign_dag.findings with input as testing.used(operator, "airflow-internal", "cross-dag")
	testing.messages(found) == {"use"}
}

test_own if {
	every target in [testing.const("orders.clean"), testing.const("load")] {
		count(foreign_dag.findings) == 0 with input as of(target)
	}
}
