package sekisho.rules.template.unknown_field_test

import data.sekisho.rules.template.unknown_field
import data.sekisho.lib.testing

test_unknown if {
	found := unknown_field.findings with input as testing.template_file({"problems": [{"code": "unknown-field", "path": "x", "message": "m", "span": testing.span(3)}]})
	testing.messages(found) == {"unknown"}
}

test_restart if {
	found := unknown_field.findings with input as testing.template_file({"fields": {"spec.restartPolicy": testing.field("Always")}})
	testing.messages(found) == {"restart"}
}

test_never if {
	count(unknown_field.findings) == 0 with input as testing.template_file({"fields": {"spec.restartPolicy": testing.field("Never")}})
	count(unknown_field.findings) == 0 with input as testing.of({})
}
