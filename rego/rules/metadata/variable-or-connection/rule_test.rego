package sekisho.rules.metadata.variable_or_connection_test

import data.sekisho.lib.testing
import data.sekisho.rules.metadata.variable_or_connection

of(symbol, args) := testing.of({
	"calls": [testing.merge(testing.call(symbol, "airflow-internal", "variable", "parse"), {"args": args})],
	"index": {"calls_by_detail": {"variable": [0]}},
})

test_own if {
	found := variable_or_connection.findings with input as of("airflow.models.variable.Variable.get", [testing.const("orders_limit")])
	testing.messages(found) == {"unlisted"}
	testing.values(found, "listing") == {`text: ["orders_limit"]`}
}

test_own_by_keyword if {
	facts := testing.of({
		"calls": [testing.merge(testing.call("airflow.models.variable.Variable.get", "airflow-internal", "variable", "parse"), {"keywords": {"key": testing.const("orders.x")}})],
		"index": {"calls_by_detail": {"variable": [0]}},
	})
	found := variable_or_connection.findings with input as facts
	testing.messages(found) == {"unlisted"}
}

test_foreign if {
	every args in [[testing.const("payments_token")], [testing.const(`a"], values: {b: [c`)], [testing.unknown], [testing.choice(["payments_a", "b"])], []] {
		found := variable_or_connection.findings with input as of("airflow.models.variable.Variable.get", args)
		testing.messages(found) == {"foreign"}
	}
}

test_nobody if {
	one := variable_or_connection.findings with input as of("airflow.models.variable.Variable.get", [testing.const("token")])
	testing.messages(one) == {"nobody"}
	testing.values(one, "listing") == {`text: ["token"]`}
	several := variable_or_connection.findings with input as of("airflow.models.variable.Variable.get", [testing.choice(["orders_a", "b"])])
	testing.messages(several) == {"nobody"}
	testing.values(several, "listing") == {`text: ["b", "orders_a"]`}
}

test_change if {
	every method in ["set", "delete", "update", "setdefault"] {
		found := variable_or_connection.findings with input as of(concat(".", ["airflow.models.variable.Variable", method]), [testing.const("orders_limit")])
		testing.messages(found) == {"change"}
	}
}

test_connection if {
	found := variable_or_connection.findings with input as testing.used("airflow.models.connection.Connection", "airflow-internal", "connection")
	testing.messages(found) == {"connection"}
}

test_class_handed_on if {
	found := variable_or_connection.findings with input as testing.imported("airflow.models.variable.Variable", "airflow-internal", "variable")
	testing.messages(found) == {"foreign"}
}

test_none if {
	count(variable_or_connection.findings) == 0 with input as testing.of({})
}

given := {"namespace": "orders", "variables": {"text": ["limit", "region_*"], "values": {"db_secret": ["orders-db"]}}}

test_given_by_the_configuration if {
	every key in ["limit", "region_a", "db_secret"] {
		facts := testing.merge(of("airflow.models.variable.Variable.get", [testing.const(key)]), {"tenant": given})
		found := variable_or_connection.findings with input as facts
		testing.messages(found) == {"get"}
	}
	every key, message in {"limits": "nobody", "regio": "nobody", "db_secret_2": "nobody", "payments_token": "foreign"} {
		facts := testing.merge(of("airflow.models.variable.Variable.get", [testing.const(key)]), {"tenant": given})
		found := variable_or_connection.findings with input as facts
		testing.messages(found) == {message}
	}
}
