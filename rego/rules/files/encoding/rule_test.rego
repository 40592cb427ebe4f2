package sekisho.rules.files.encoding_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.encoding

of(changes) := testing.of({"encoding": testing.merge({"bom": false, "carriage_return": false, "form_feed": false}, changes)})

test_places if {
	every field, message in {"bidirectional": "hidden", "control": "control", "normalized_names": "normalized", "non_ascii_names": "name"} {
		found := encoding.findings with input as of({field: [testing.span(2), testing.span(3)]})
		testing.messages(found) == {message}
		count(found) == 2
	}
}

test_normalized_name_once if {
	found := encoding.findings with input as of({"normalized_names": [testing.span(2)], "non_ascii_names": [testing.span(2)]})
	testing.messages(found) == {"normalized"}
}

test_whole_file if {
	every field, message in {"carriage_return": "carriage_return", "bom": "mark", "form_feed": "form_feed"} {
		found := encoding.findings with input as of({field: true})
		testing.messages(found) == {message}
	}
}

test_cookie if {
	found := encoding.findings with input as of({"cookie": "utf-7"})
	testing.messages(found) == {"cookie"}
	harmless := encoding.findings with input as of({"cookie": "UTF-8"})
	testing.messages(harmless) == {"cookie_utf8"}
}

test_refused_bytes if {
	found := encoding.findings with input as testing.of({"parse": {"ok": false, "reason": "encoding", "message": "m"}, "encoding": {"cookie": "utf-7"}})
	testing.messages(found) == {"bytes"}
}

test_plain if {
	count(encoding.findings) == 0 with input as of({})
	count(encoding.findings) == 0 with input as testing.of({"encoding": null})
}
