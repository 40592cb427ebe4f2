package sekisho.rules.files.too_large_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.too_large

test_size if {
	found := too_large.findings with input as testing.of({"content": "too-large"})
	testing.messages(found) == {"size"}
}

test_limit if {
	every parse in [{"ok": false, "reason": "depth", "message": "m"}, {"ok": false, "reason": "depth", "message": "m", "span": testing.span(3)}] {
		found := too_large.findings with input as testing.of({"parse": parse})
		testing.messages(found) == {"limit"}
	}
}

test_depth if {
	found := too_large.findings with input as testing.of({"parse": {"ok": true, "nodes": 900, "depth": 41}})
	testing.messages(found) == {"depth"}
	count(too_large.findings) == 0 with input as testing.of({"parse": {"ok": true, "nodes": 900, "depth": 40}})
}

test_long if {
	found := too_large.findings with input as testing.of({"size": 262145})
	testing.messages(found) == {"long"}
	count(too_large.findings) == 0 with input as testing.of({"size": 262144})
	count(too_large.findings) == 0 with input as testing.of({"size": 262145, "role": "other", "content": "ignored"})
}

test_others if {
	count(too_large.findings) == 0 with input as testing.of({})
	count(too_large.findings) == 0 with input as testing.of({"parse": {"ok": false, "reason": "syntax"}})
}
