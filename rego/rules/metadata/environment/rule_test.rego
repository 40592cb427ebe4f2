package sekisho.rules.metadata.environment_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.environment

of(symbol, use, args) := testing.of({
	"calls": [testing.merge(testing.call(symbol, "python-exec", "environment", "parse"), {"args": args, "use": use})],
	"index": {"calls_by_detail": {"environment": [0]}},
})

test_secret if {
	every name in ["AIRFLOW__CORE__FERNET_KEY", "AWS_SECRET_ACCESS_KEY", "airflow_conn_x"] {
		found := environment.findings with input as of("os.environ.get", "call", [testing.const(name)])
		testing.messages(found) == {"read"}
	}
}

test_one_secret_among_a_choice if {
	found := environment.findings with input as of("os.getenv", "call", [testing.choice(["A", "AWS_SECRET_ACCESS_KEY", "AIRFLOW_CONN_X"])])
	testing.messages(found) == {"read"}
}

test_change if {
	every call in [["os.environ", "store"], ["os.environ.update", "call"], ["os.putenv", "call"]] {
		found := environment.findings with input as of(call[0], call[1], [])
		testing.messages(found) == {"change"}
	}
}

test_unknown if {
	every args in [[], [testing.unknown], [testing.const("STAGE")], [testing.const("AIRFLOW_ENV")], [testing.const("AWS_REGION")], [testing.choice(["A", "B"])]] {
		found := environment.findings with input as of("os.environ", "reference", args)
		testing.messages(found) == {"unknown"}
	}
}

test_harmless if {
	count(environment.findings) == 0 with input as of("os.getenv", "call", [testing.const("STAGE")]) with data.lists.environment.harmless as ["STAGE"]
}

test_import_and_effect if {
	found := environment.findings with input as testing.imported("os.environ", "python-exec", "environment")
	testing.messages(found) == {"unknown"}
	effect := environment.findings with input as testing.of({"effects": [{"kind": "environment", "target": "PATH", "phase": "parse", "span": testing.span(3)}]})
	testing.messages(effect) == {"change"}
}

test_none if {
	count(environment.findings) == 0 with input as testing.of({})
}

test_known_by_the_configuration if {
	known := {"environment": {"text": ["REGION"], "values": {"STAGE": ["production"]}}}
	every name in ["REGION", "STAGE"] {
		facts := testing.merge(of_read(name), {"platform": testing.merge(testing.platform, known)})
		count(environment.findings) == 0 with input as facts
	}
	count(environment.findings) == 1 with input as testing.merge(of_read("OTHER"), {"platform": testing.merge(testing.platform, known)})
}

of_read(name) := testing.of({
	"calls": [testing.merge(testing.call("os.getenv", "python-exec", "environment", "parse"), {"args": [testing.const(name)]})],
	"index": {"calls_by_detail": {"environment": [0]}},
})
