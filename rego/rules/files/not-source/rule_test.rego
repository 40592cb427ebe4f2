package sekisho.rules.files.not_source_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.not_source

test_binary if {
	found := not_source.findings with input as testing.of({"content": "binary"})
	testing.messages(found) == {"binary"}
}

test_image if {
	found := not_source.findings with input as testing.of({"content": "binary", "path": "docs/x.PNG"})
	testing.messages(found) == {"image"}
}

test_compiled if {
	every content in ["read", "binary", "not-read"] {
		found := not_source.findings with input as testing.of({"content": content, "path": "dags/native.so"})
		testing.messages(found) == {"compiled"}
	}
}

test_source if {
	count(not_source.findings) == 0 with input as testing.of({})
	count(not_source.findings) == 0 with input as testing.of({"content": "removed", "path": "x.zip"})
}

file(path, role, status) := {"files": [{"path": path, "role": role, "status": status, "content": "read"}]}

test_unlisted if {
	found := not_source.change_findings with input as file("run.sh", "other", "added")
	testing.messages(found) == {"unlisted"}
}

test_listed_or_unchanged if {
	every input_ in [
		file("README.md", "other", "added"), file("run.sh", "other", "unchanged"), file("x.py", "dag", "added"),
		file(".github/workflows/x.yml", "other", "added"), file("x.zip", "other", "added"), file("run.sh", "other", "removed"),
	] {
		count(not_source.change_findings) == 0 with input as input_
	}
}
