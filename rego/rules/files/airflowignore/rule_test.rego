package sekisho.rules.files.airflowignore_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.airflowignore

test_changed if {
	every status in ["added", "modified", "removed"] {
		found := airflowignore.change_findings with input as {"files": [{"path": "dags/.airflowignore", "status": status}]}
		testing.messages(found) == {"changed"}
	}
}

test_unchanged if {
	count(airflowignore.change_findings) == 0 with input as {"files": [{"path": ".airflowignore", "status": "unchanged"}, {"path": "x", "status": "added"}]}
}
