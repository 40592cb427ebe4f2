package sekisho.rules.governance.owner_and_tags_test

import data.sekisho.lib.testing
import data.sekisho.rules.governance.owner_and_tags

of := {
	"file": {
		"dags": [{"id": testing.const("orders.x"), "arguments": {}, "span": testing.span(5)}],
		"tasks": [{"id": testing.const("load"), "dag": 0, "arguments": {}, "span": testing.span(6)}],
	},
}

test_required if {
	found := owner_and_tags.findings with input as of with data.lists.governance as {"tags_required": true, "owner_required": true}
	testing.messages(found) == {"tags", "owner"}
}

test_off if {
	count(owner_and_tags.findings) == 0 with input as of
}

test_given if {
	count(owner_and_tags.findings) == 0 with input as {"file": {
		"dags": [{"id": testing.const("orders.x"), "arguments": {"tags": testing.list_of([testing.const("orders")])}, "span": testing.span(5)}],
		"tasks": [{"id": testing.const("load"), "dag": 0, "arguments": {"owner": testing.const("orders")}, "span": testing.span(6)}],
	}}
		with data.lists.governance as {"tags_required": true, "owner_required": true}
}
