package sekisho.rules.network.param_schema_test

import data.sekisho.lib.testing
import data.sekisho.rules.network.param_schema

of(keywords) := testing.of({
	"calls": [testing.merge(testing.call("airflow.models.param.Param", "control-flow-safe", "param", "parse"), {"keywords": keywords})],
	"index": {"calls_by_detail": {"param": [0]}},
})

test_reference if {
	every keywords in [{"$ref": testing.const("http://x")}, {"items": testing.object_of("dict", {"$ref": testing.const("http://x")})}] {
		found := param_schema.findings with input as of(keywords)
		"reference" in testing.messages(found)
	}
}

test_unlisted if {
	found := param_schema.findings with input as of({"tomorrow": testing.const(1)})
	testing.messages(found) == {"unlisted"}
}

test_plain if {
	count(param_schema.findings) == 0 with input as of({"type": testing.const("string"), "enum": testing.unknown})
}

test_unread if {
	found := param_schema.findings with input as testing.of({
		"calls": [testing.call("airflow.models.param.Param", "control-flow-safe", "param", "parse")],
		"index": {"calls_by_detail": {"param": [0]}},
		"unknowns": [{"construct": "call", "code": "argument", "reason": "r", "phase": "parse", "span": testing.span(7)}],
	})
	testing.messages(found) == {"unread"}
}
