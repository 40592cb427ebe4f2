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
