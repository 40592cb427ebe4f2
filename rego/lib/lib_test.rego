package sekisho.lib.lib_test

import data.sekisho.lib.names
import data.sekisho.lib.paths
import data.sekisho.lib.testing
import data.sekisho.lib.uses
import data.sekisho.lib.values

test_falsy if {
	every value in [testing.none, testing.const(""), testing.const(0), testing.const(false), testing.list_of([]), {"state": "const"}] {
		values.falsy(value)
	}
	every value in [testing.const("x"), testing.list_of([testing.const("x")]), testing.object_of("dict", {"a": testing.const(1)}), testing.unknown, testing.template("")] {
		not values.falsy(value)
	}
}

test_show if {
	values.show(testing.const("x")) == "x"
	values.show(testing.const(7)) == 7
	values.show(testing.none) == null
	values.show(testing.list_of([testing.const("x")])) == "list of 1"
	values.show(testing.choice(["a", "b"])) == ["a", "b"]
	values.show(testing.prefix("a")) == "a…"
	values.show(testing.template("{{ ds }}")) == "{{ ds }}"
	values.show(testing.unknown) == "(unknown)"
	values.show(testing.absent) == "(absent)"
}

test_reason if {
	values.reason(testing.unknown) == "it is read from the environment"
	values.reason({"state": "opaque"}) == "its value is made while the DAG runs"
}

test_place if {
	values.place({"state": "const", "because": [{"what": "NS", "span": testing.span(3)}]}, testing.span(9)) == testing.span(3)
	values.place({"state": "const"}, testing.span(9)) == testing.span(9)
}

test_whole_components if {
	every name in ["orders", "orders.load", "orders-load", "orders_load", "ORDERS.load", "orders/x", "orders:x"] {
		names.own(name) with input as testing.of({})
	}
	every name in ["ordersload", "order", "load.orders", ""] {
		not names.owner(name) with input as testing.of({})
	}
}

test_a_name_that_leads_elsewhere_is_nobodys_own if {
	every name in ["orders_x/../payments_token", "orders/..", "orders/./x", "orders/../../connections/payments"] {
		not names.own(name) with input as testing.of({})
		not names.own_variable(name) with input as testing.of({})
		not names.own_variable(name) with input as testing.merge(testing.of({}), {"tenant": {"namespace": "sales", "variables": {"text": ["orders*"]}}})
	}
	names.own_variable("orders/x..y/...") with input as testing.of({})
}

test_longest_namespace_wins if {
	names.foreign("orders-eu.load") == "orders-eu" with input as testing.of({})
	names.foreign("orders_eu_load") == "orders-eu" with input as testing.of({})
	names.own("orders-europe.load") with input as testing.of({})
}

test_foreign if {
	names.foreign("payments.refund") == "payments" with input as testing.of({})
	not names.foreign("orders.refund") with input as testing.of({})
}

test_harmless_paths if {
	every path in ["README.md", "docs/x.MD", "license", "a/b/.gitignore"] {
		paths.harmless(path)
	}
	every path in ["run.sh", "dags/x.zip", ".github/README.md", "requirements.txt", "CODEOWNERS", "md"] {
		not paths.harmless(path)
	}
	every path in [".flake8", ".python-version", ".claude/commands/x.md", "docs/.tool/README", "AGENTS.md", "dags/Claude.md"] {
		not paths.harmless(path)
	}
}

test_sensitive_python if {
	every path in ["docs/conf.py", "Dodo.py", "dags.py/setup.py"] {
		paths.sensitive(path) with input as testing.of({})
	}
	every path in ["dags/conf.py", "dags/orders/setup.py", "tests/load.py"] {
		not paths.sensitive(path) with input as testing.of({})
	}
	paths.sensitive("orders/conf.py") with input.platform.dag_folder as "."
}

test_name_without_a_catalogue if {
	uses.name({"name": "x.y", "canonical": ""}) == "x.y"
	uses.name({"name": "", "canonical": ""}) == "(unknown)"
}

test_an_import_of_a_module_is_covered_by_a_use_of_its_member if {
	found := uses.of({"driver"}) with input as testing.of({
		"imports": [testing.import_of("psycopg2", "database", "driver", "parse"), testing.import_of("psycopg", "database", "driver", "parse")],
		"calls": [testing.call("psycopg2.connect", "database", "driver", "parse")],
		"index": {"imports_by_detail": {"driver": [0, 1]}, "calls_by_detail": {"driver": [0]}, "calls_by_symbol": {"psycopg2.connect": [0]}},
	})
	{use.symbol | some use in found} == {"psycopg2.connect", "psycopg"}
}

test_an_import_is_judged_by_what_is_used_of_it if {
	count(uses.of({"kubernetes-client"})) == 0 with input as testing.of({
		"imports": [testing.import_of("kubernetes.client", "pod", "kubernetes-client", "parse")],
		"calls": [testing.call("kubernetes.client.V1Pod", "pod", "kubernetes-model", "parse")],
		"index": {"imports_by_detail": {"kubernetes-client": [0]}, "calls_by_symbol": {"kubernetes.client.V1Pod": [0]}},
	})
}

test_an_import_that_only_dead_code_uses_counts if {
	count(uses.of({"driver"})) == 1 with input as testing.of({
		"imports": [testing.import_of("psycopg2", "database", "driver", "parse")],
		"calls": [testing.call("psycopg2.connect", "database", "driver", "dead")],
		"index": {"imports_by_detail": {"driver": [0]}, "calls_by_detail": {"driver": [0]}, "calls_by_symbol": {"psycopg2.connect": [0]}},
	})
}

test_operators_work_on_workers if {
	found := uses.of({"shell-operator"}) with input as testing.used("airflow.operators.bash.BashOperator", "shell", "shell-operator")
	{use.where | some use in found} == {"on a shared Airflow worker"}
}

# The import of an operator of which no task is made does nothing.
test_idle_import if {
	idle := testing.merge(testing.import_of("a.BashOperator", "shell", "shell-operator", "parse"), {"symbol": {
		"name": "a.BashOperator", "canonical": "a.BashOperator", "kind": "operator", "capability": "shell", "detail": "shell-operator",
	}})
	facts := testing.of({"imports": [idle], "index": {"imports_by_detail": {"shell-operator": [0]}}})
	count(uses.findings({"shell-operator"}, "use")) == 0 with input as facts
	count(uses.of({"shell-operator"})) == 1 with input as facts
	made := testing.of({
		"imports": [idle], "calls": [testing.call("a.BashOperator", "shell", "shell-operator", "parse")],
		"index": {"imports_by_detail": {"shell-operator": [0]}, "calls_by_detail": {"shell-operator": [0]}, "calls_by_symbol": {"a.BashOperator": [0]}},
	})
	count(uses.findings({"shell-operator"}, "use")) == 1 with input as made
}
