package sekisho.rules.code.not_declarative_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.not_declarative

unknown(construct, line) := {"construct": construct, "code": "statement", "reason": "it is not executed", "phase": "parse", "span": testing.span(line)}

of(unknowns) := testing.of({"unknowns": unknowns, "declarative": false})

test_one if {
	found := not_declarative.findings with input as of([unknown("While", 3)])
	testing.messages(found) == {"one"}
	testing.values(found, "construct") == {"While"}
}

test_many_are_one_finding_at_the_first if {
	found := not_declarative.findings with input as of([unknown("While", 9), unknown("While", 3), unknown("Try", 5)])
	testing.messages(found) == {"one", "many"}
	some finding in found
	finding.message == "many"
	finding.span.start.line == 3
	finding.values.count == 2
}

test_classes_are_for_another_rule if {
	count(not_declarative.findings) == 0 with input as of([unknown("ClassDef", 3)])
}

test_a_use_that_another_rule_reports if {
	facts := testing.used("psycopg2.connect", "database", "driver")
	count(not_declarative.findings) == 0 with input as {"file": testing.merge(facts.file, {"unknowns": [unknown("call", 7)], "declarative": false})}
	imported := testing.imported("psycopg2", "database", "driver")
	count(not_declarative.findings) == 0 with input as {"file": testing.merge(imported.file, {"unknowns": [unknown("Import", 1)], "declarative": false})}
}

test_host if {
	found := not_declarative.findings with input as testing.used("socket.gethostname", "python-exec", "host")
	testing.messages(found) == {"use"}
}

test_detail_of_tomorrow if {
	found := not_declarative.findings with input as testing.used("airflow.x", "database", "a word of tomorrow")
	testing.messages(found) == {"unjudged"}
}

test_import_of_a_detail_of_tomorrow if {
	found := not_declarative.findings with input as testing.imported("airflow.x", "a capability of tomorrow", "")
	testing.messages(found) == {"unjudged"}
}

test_unknown_callee_without_an_unknown if {
	found := not_declarative.findings with input as testing.used("", "unknown", "")
	testing.messages(found) == {"unjudged"}
}

test_effect_of_tomorrow if {
	found := not_declarative.findings with input as testing.of({"effects": [{"kind": "tomorrow", "target": "x", "phase": "parse", "span": testing.span(3)}]})
	testing.messages(found) == {"effect"}
}

test_what_other_rules_say_more_of if {
	facts := testing.of({
		"unknowns": [
			testing.merge(unknown("keyword", 3), {"code": "callable"}),
			testing.merge(unknown("Attribute", 4), {"code": "mutation"}),
			testing.merge(unknown("alias", 5), {"code": "import"}),
		],
		"callables": [{"name": "f", "field": "on_failure_callback", "phase": "callback", "span": testing.span(3)}],
		"effects": [{"kind": "mutation", "target": "x", "phase": "parse", "span": testing.span(4)}],
		"imports": [testing.merge(testing.import_of("helpers", "unknown", "", "parse"), {"own": true, "span": testing.span(5)})],
	})
	count(not_declarative.findings) == 0 with input as facts
	count(not_declarative.findings) == 3 with input as {"file": testing.merge(facts.file, {"callables": [], "effects": [], "imports": []})}
}

test_declarative if {
	count(not_declarative.findings) == 0 with input as testing.of({})
	count(not_declarative.findings) == 0 with input as testing.used("airflow.DAG", "control-flow-safe", "dag-object")
}

test_what_to_write_instead if {
	found := not_declarative.findings with input as testing.used("itertools.groupby", "python-exec", "higher-order")
	testing.messages(found) == {"replaceable"}
	found[_].values.instead == data.lists.instead.names["itertools.groupby"]
}
