package sekisho.rules.template.falsy_keyword_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.falsy_keyword

test_falsy if {
	every changes in [{"inline": {"hostnetwork": testing.const(false)}}, {"namespace": testing.const("")}, {"inline": {"labels": testing.none}}] {
		found := falsy_keyword.findings with input as testing.pod(changes)
		testing.messages(found) == {"falsy"}
	}
}

test_without_template if {
	count(falsy_keyword.findings) == 0 with input as testing.pod({"template": testing.no_template, "namespace": testing.const("")})
}

test_true if {
	count(falsy_keyword.findings) == 0 with input as testing.pod({})
}
