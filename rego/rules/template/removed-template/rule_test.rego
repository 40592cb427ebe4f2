package sekisho.rules.template.removed_template_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.removed_template

of(changes) := testing.of(testing.merge({"path": "templates/orders-api/load.yaml", "role": "template"}, changes))

test_removed if {
	found := removed_template.findings with input as of({"status": "removed", "content": "removed"})
	testing.messages(found) == {"removed"}
	testing.values(found, "name") == {"templates/orders-api/load.yaml"}
}

test_changed if {
	count(removed_template.findings) == 0 with input as of({"status": "modified"})
}

test_removed_dag if {
	count(removed_template.findings) == 0 with input as of({"role": "dag", "content": "removed"})
}
