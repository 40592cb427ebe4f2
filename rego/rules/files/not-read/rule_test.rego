package sekisho.rules.files.not_read_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.not_read

test_file if {
	every content in ["not-read", "a content of tomorrow", ""] {
		found := not_read.findings with input as testing.of({"content": content})
		testing.messages(found) == {"file"}
	}
}

test_ignored if {
	count(not_read.findings) == 0 with input as testing.of({"content": "ignored", "role": "other"})
	count(not_read.findings) == 1 with input as testing.of({"content": "ignored", "role": "dag"})
}

test_read if {
	count(not_read.findings) == 0 with input as testing.of({})
}

test_change if {
	every input_ in [{"complete": false, "incomplete": "the tree is truncated"}, {"complete": false}, {}] {
		found := not_read.change_findings with input as input_
		testing.messages(found) == {"change"}
	}
	count(not_read.change_findings) == 0 with input as {"complete": true}
}
