package sekisho.rules.jinja.doc_template_test

import data.sekisho.lib.testing
import data.sekisho.rules.jinja.doc_template

test_template if {
	every value in [testing.template("{{ x }}"), testing.const("a {% x %}")] {
		found := doc_template.findings with input as testing.dag(testing.const("orders.x"), {"doc_md": value})
		testing.messages(found) == {"template"}
	}
}

test_of_a_task if {
	found := doc_template.findings with input as testing.task({"doc": testing.const("{{ x }}")})
	testing.messages(found) == {"template"}
}

test_file if {
	found := doc_template.findings with input as testing.dag(testing.const("orders.x"), {"doc_md": testing.const("../payments/notes.MD")})
	testing.messages(found) == {"file"}
}

test_unknown if {
	found := doc_template.findings with input as testing.dag(testing.const("orders.x"), {"doc_md": testing.unknown})
	testing.messages(found) == {"unknown"}
}

test_text if {
	every value in [testing.const("Loads the orders."), testing.none, testing.absent] {
		count(doc_template.findings) == 0 with input as testing.dag(testing.const("orders.x"), {"doc_md": value})
	}
}

on_airflow(version, text) := object.union(
	testing.dag(testing.const("orders.x"), {"doc_md": testing.const(text)}),
	{"platform": object.union(testing.platform, {"airflow_version": version})},
)

test_html if {
	every version in ["1.10.15", "2.3.0", "2.7.3", "2.7"] {
		found := doc_template.findings with input as on_airflow(version, "<img src=x onerror=alert(1)>")
		testing.messages(found) == {"html"}
	}
	every version in ["2.8.0", "2.10.3", "2.70.1", "3.0.2"] {
		count(doc_template.findings) == 0 with input as on_airflow(version, "<img src=x onerror=alert(1)>")
	}
	count(doc_template.findings) == 0 with input as on_airflow("2.5.1", "a < b, <3 and a<1")
}

test_description_of_a_parameter if {
	param := testing.object_of("airflow.models.param.Param", {"description": testing.const("<script>alert(1)</script>")})
	facts := testing.dag(testing.const("orders.x"), {"params": testing.object_of("dict", {"day": param})})
	old := doc_template.findings with input as object.union(facts, {"platform": object.union(testing.platform, {"airflow_version": "2.7.2"})})
	testing.messages(old) == {"html"}
	count(doc_template.findings) == 0 with input as facts
}
