package sekisho.rules.files.link_or_pointer_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.link_or_pointer

test_kinds if {
	every content, message in {"link": "link", "submodule": "submodule", "lfs-pointer": "pointer"} {
		found := link_or_pointer.findings with input as testing.of({"content": content})
		testing.messages(found) == {message}
	}
}

test_mode if {
	found := link_or_pointer.findings with input as testing.of({"mode": "100777"})
	testing.messages(found) == {"mode"}
}

test_file if {
	every mode in ["100644", "100755", ""] {
		count(link_or_pointer.findings) == 0 with input as testing.of({"mode": mode})
	}
	count(link_or_pointer.findings) == 0 with input as testing.of({"mode": "120000", "content": "removed"})
}

test_attributes if {
	every status in ["added", "modified", "removed"] {
		found := link_or_pointer.change_findings with input as {"files": [{"path": "dags/.gitattributes", "status": status}]}
		testing.messages(found) == {"attributes"}
	}
	count(link_or_pointer.change_findings) == 0 with input as {"files": [{"path": ".gitattributes", "status": "unchanged"}, {"path": "x", "status": "added"}]}
}
