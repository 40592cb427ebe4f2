package sekisho.gate.verdict_test

import data.sekisho.gate.verdict
import data.sekisho.lib.testing

severities := {"TEN001": {"foreign": "deny"}, "TEN003": {"unknown": "review"}, "AVL002": {"often": "warn"}}

quiet := {"TEN001": set(), "TEN003": set(), "AVL002": set()}

judged(input_, findings) := found if {
	found := verdict.judge(findings) with input as input_
		with data.engine as {"severities": severities, "file_rules": 3}
}

with_finding(rule, message) := object.union(object.remove(quiet, [rule]), {rule: {{"message": message}}})

proved := testing.of({})

test_proved_file_is_allowed if judged(proved, quiet) == "allow"

test_warning_leaves_the_verdict if judged(proved, with_finding("AVL002", "often")) == "allow"

test_review if judged(proved, with_finding("TEN003", "unknown")) == "review"

test_deny if judged(proved, with_finding("TEN001", "foreign")) == "deny"

test_deny_of_an_unproved_file if judged(testing.of({"declarative": false}), with_finding("TEN001", "foreign")) == "deny"

test_message_without_severity_is_a_review if judged(proved, with_finding("TEN001", "other")) == "review"

test_rule_without_severity_is_a_review if {
	judged(proved, {"TEN001": set(), "TEN003": set(), "NEW001": {{"message": "x"}}}) == "review"
}

test_rule_that_did_not_run_is_a_review if judged(proved, object.remove(quiet, ["TEN003"])) == "review"

test_no_rule_is_a_review if {
	every rules in [0, 3] {
		found := verdict.judge({}) with input as proved with data.engine as {"severities": {}, "file_rules": rules}
		found == "review"
	}
}

test_evidence_that_is_missing if {
	every changes in [
		{"declarative": false},
		{"content": "not-read"},
		{"content": "too-large"},
		{"content": "a content of tomorrow"},
		{"parse": {"ok": false}},
		{"unknowns": [{}]},
		{"role": "a role of tomorrow"},
		{"role": "template"},
		{"role": "template", "pod_template": {"ok": false}},
		{"role": "other", "path": "run.sh", "content": "ignored"},
		{"role": "other", "path": "README.md", "content": "binary"},
		{"role": "other", "path": "README.md", "content": "link"},
	] {
		judged(testing.of(changes), quiet) == "review"
	}
}

test_dag_without_parse_is_a_review if {
	judged(object.union(testing.of({}), {"file": {"parse": null}}), quiet) == "review"
}

test_evidence_of_other_roles if {
	every changes in [
		{"role": "template", "pod_template": testing.good_template},
		{"role": "other", "path": "docs/README.md", "content": "ignored"},
		{"role": "dag", "content": "removed", "declarative": false},
	] {
		judged(testing.of(changes), quiet) == "allow"
	}
}

test_empty_input_is_a_review if judged({}, quiet) == "review"

test_pod_that_is_shown_to_be_right if {
	judged(testing.pod({}), quiet) == "allow"
	judged(testing.pod({"namespace": testing.absent}), quiet) == "allow"
}

test_pod_that_no_rule_found_wrong if {
	every changes in [
		{"namespace": testing.const("payments")},
		{"namespace": testing.choice(["orders"])},
		{"namespace": {"state": "a state of tomorrow"}},
		{"namespace": {}},
		{"template": testing.no_template},
		{"template": testing.path_inside("templates/payments/x.yaml")},
		{"template": testing.path_inside("templates/orders/../payments/x.yaml")},
		{"template": testing.merge(testing.own_template, {"exists": false})},
		{"template": {}},
	] {
		judged(testing.pod(changes), quiet) == "review"
	}
}

referring(kind, target) := testing.of({
	"references": [{"kind": kind, "target": target, "by": testing.symbol("x", "airflow-internal", "x"), "span": testing.span(8)}],
	"dags": [{"id": testing.const("load"), "arguments": {}, "span": testing.span(5)}],
})

test_reference_that_is_the_tenants_own if {
	every reference in [
		["dag", testing.const("orders.x")],
		["dag", testing.const("load")],
		["dag", testing.choice(["orders.x", "load"])],
		["variable", testing.const("orders_limit")],
		["pool", testing.const("default_pool")],
	] {
		judged(referring(reference[0], reference[1]), quiet) == "allow"
	}
}

test_reference_that_no_rule_found_wrong if {
	every reference in [
		["dag", testing.const("payments.x")],
		["dag", testing.const("other")],
		["dag", testing.const("orders.{{ x }}")],
		["dag", testing.choice(["orders.x", "payments.x"])],
		["dag", testing.prefix("orders.")],
		["dag", testing.unknown],
		["dag", testing.absent],
		["variable", testing.const("payments_x")],
		["variable", testing.const("x")],
		["variable", testing.unknown],
		["environment", testing.const("STAGE")],
		["environment", testing.unknown],
		["a kind of tomorrow", testing.const("orders.x")],
	] {
		judged(referring(reference[0], reference[1]), quiet) == "review"
	}
}

test_environment_on_the_list if {
	found := verdict.judge(quiet) with input as referring("environment", testing.const("STAGE"))
		with data.engine as {"severities": severities, "file_rules": 3}
		with data.lists.environment.harmless as ["STAGE"]
	found == "allow"
}

with_task(capability, detail, arguments) := testing.of({"tasks": [{"symbol": testing.symbol("x", capability, detail), "arguments": arguments}]})

test_task_that_does_no_harm if {
	judged(with_task("pod", "kpo", {}), quiet) == "allow"
	judged(with_task("control-flow-safe", "control-flow", {}), quiet) == "allow"
	judged(with_task("airflow-internal", "cross-dag", {"trigger_dag_id": testing.const("orders.x")}), quiet) == "allow"
}

test_task_that_no_rule_found_wrong if {
	every task in [
		["python-exec", "python-callable", {}],
		["unknown", "", {}],
		["airflow-internal", "metadata-database", {"trigger_dag_id": testing.const("orders.x")}],
		["airflow-internal", "cross-dag", {}],
		["airflow-internal", "cross-dag", {"trigger_dag_id": testing.const("payments.x")}],
		["airflow-internal", "cross-dag", {"external_dag_id": testing.const("payments.x"), "trigger_dag_id": testing.const("orders.x")}],
		["airflow-internal", "cross-dag", {"external_dag_id": testing.unknown}],
	] {
		judged(with_task(task[0], task[1], task[2]), quiet) == "review"
	}
}

test_dag_id_that_no_rule_found_wrong if {
	judged(testing.dag(testing.const("load"), {}), quiet) == "allow"
	every id in [testing.const("payments.x"), testing.unknown, testing.choice(["orders.x", "payments.x"]), testing.none, {}] {
		judged(testing.dag(id, {}), quiet) == "review"
	}
}
