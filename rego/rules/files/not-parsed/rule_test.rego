package sekisho.rules.files.not_parsed_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.not_parsed

test_syntax if {
	every parse in [{"ok": false, "reason": "syntax", "message": "m", "span": testing.span(3)}, {"ok": false, "reason": "", "message": ""}, {}, null] {
		found := not_parsed.findings with input as testing.of({"parse": parse})
		testing.messages(found) == {"syntax"}
	}
}

test_others if {
	count(not_parsed.findings) == 0 with input as testing.of({})
	count(not_parsed.findings) == 0 with input as testing.of({"parse": {"ok": false, "reason": "depth"}})
	count(not_parsed.findings) == 0 with input as testing.of({"role": "other", "parse": null})
}
