package sekisho.rules.dag.dag_id_test

import data.sekisho.lib.testing
import data.sekisho.rules.dag.dag_id

of(id) := testing.dag(id, {})

test_foreign if {
	every id in ["payments", "payments.refund", "payments_refund", "payments-refund", "Payments.refund", "orders-eu.load"] {
		found := dag_id.findings with input as of(testing.const(id))
		testing.messages(found) == {"foreign"}
	}
}

test_one_choice_is_enough if {
	found := dag_id.findings with input as of(testing.choice(["orders.x", "payments.x"]))
	testing.messages(found) == {"foreign"}
}

test_foreign_prefix if {
	found := dag_id.findings with input as of(testing.prefix("payments."))
	testing.messages(found) == {"foreign_prefix"}
}

test_unknown if {
	every id in [testing.unknown, {"state": "opaque"}, testing.absent, testing.none, testing.prefix("pay"), testing.prefix("payments"), testing.prefix("load."), testing.const(7)] {
		found := dag_id.findings with input as of(id)
		testing.messages(found) == {"unknown"}
	}
}

test_own_prefix_is_enough if {
	count(dag_id.findings) == 0 with input as of(testing.prefix("orders."))
}

test_prefix_of_the_platform if {
	every setting in ["recommended", "required"] {
		found := dag_id.findings with input as of(testing.const("load")) with input.platform.dag_id_prefix as setting
		testing.messages(found) == {setting}
	}
	count(dag_id.findings) == 0 with input as of(testing.const("load")) with input.platform.dag_id_prefix as "off"
}

test_own if {
	count(dag_id.findings) == 0 with input as of(testing.const("orders.load"))
}

file(path, status) := {"path": path, "status": status, "dag_ids": [{"id": "orders.load", "span": testing.span(5)}]}

test_twice if {
	found := dag_id.change_findings with input as {"files": [file("a.py", "added"), file("b.py", "unchanged")]}
	{[finding.path, finding.values.other] | some finding in found} == {["a.py", "b.py"]}
}

test_many_files_make_one_finding_each if {
	found := dag_id.change_findings with input as {"files": [file(name, "added") | some name in ["a.py", "b.py", "c.py", "d.py"]]}
	{[finding.path, finding.values.other] | some finding in found} == {["a.py", "b.py"], ["b.py", "a.py"], ["c.py", "a.py"], ["d.py", "a.py"]}
	testing.values(found, "files") == {4}
}

test_once if {
	count(dag_id.change_findings) == 0 with input as {"files": [file("a.py", "added")]}
}

test_display_name if {
	found := dag_id.findings with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const("payments.refund")})
	testing.messages(found) == {"display"}
	count(dag_id.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const("Orders: load")})
}

test_letters if {
	every id in ["\u0440ayments.refund", "load\u200b"] {
		found := dag_id.findings with input as of(testing.const(id)) with input.platform.dag_id_prefix as "off"
		testing.messages(found) == {"letters"}
	}
	line := dag_id.findings with input as of(testing.const("orders.load\n"))
	testing.messages(line) == {"letters"}
	count(dag_id.findings) == 0 with input as of(testing.const("orders.\u6ce8\u6587"))
}

test_display_of_several_words if {
	every text in ["Payments refund", "[payments] refund", "payments: refund"] {
		found := dag_id.findings with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const(text)})
		testing.messages(found) == {"display"}
	}
	count(dag_id.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const("Refunds of payments")})
}

test_owner if {
	found := dag_id.findings with input as testing.task({"owner": testing.const("payments")})
	testing.messages(found) == {"owner"}
	count(dag_id.findings) == 0 with input as testing.task({"owner": testing.const("airflow")})
}

test_display_letters if {
	every text in ["p\u0430yments", "pay\u200bments", "\u202estnemyap", "\uff50ayments"] {
		found := dag_id.findings with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const(text)})
		testing.messages(found) == {"display_letters"}
	}
	every text in ["Load 注文", "Заказы Load", "Größe"] {
		count(dag_id.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"dag_display_name": testing.const(text)})
	}
}
