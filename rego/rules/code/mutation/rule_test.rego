package sekisho.rules.code.mutation_test

import data.sekisho.lib.testing
import data.sekisho.rules.code.mutation

stored(detail, phase) := testing.of({"calls": [testing.merge(testing.call("pendulum.now", "control-flow-safe", detail, phase), {"use": "store"})]})

effect(kind, phase) := testing.of({"effects": [{"kind": kind, "target": "pendulum.now", "phase": phase, "span": testing.span(7)}]})

test_effect if {
	found := mutation.findings with input as effect("mutation", "parse")
	testing.messages(found) == {"effect"}
}

test_store if {
	found := mutation.findings with input as stored("pure", "parse")
	testing.messages(found) == {"store"}
}

test_one_finding_a_line if {
	found := mutation.findings with input as testing.of({
		"calls": [testing.merge(testing.call("pendulum.now", "control-flow-safe", "pure", "parse"), {"use": "store"})],
		"effects": [{"kind": "mutation", "target": "pendulum.now", "phase": "parse", "span": testing.span(7)}],
	})
	testing.messages(found) == {"effect"}
}

test_others if {
	count(mutation.findings) == 0 with input as effect("file", "parse")
	count(mutation.findings) == 0 with input as effect("mutation", "dead")
	count(mutation.findings) == 0 with input as stored("pure", "dead")
	count(mutation.findings) == 0 with input as stored("environment", "parse")
	count(mutation.findings) == 0 with input as testing.used("x", "control-flow-safe", "pure")
}
