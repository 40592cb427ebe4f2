package sekisho.rules.template.template_yaml_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.template_yaml

of(code) := testing.template_file({"ok": false, "problems": [{"code": code, "path": "metadata", "message": "m", "span": testing.span(3)}]})

test_deny if {
	every code in ["syntax", "documents", "duplicate-key", "tag", "encoding"] {
		found := template_yaml.findings with input as of(code)
		testing.messages(found) == {"deny"}
	}
}

test_review if {
	every code in ["anchor", "merge-key", "a code of tomorrow"] {
		found := template_yaml.findings with input as of(code)
		testing.messages(found) == {"review"}
	}
}

test_replacement if {
	problem := {"code": "boolean", "path": "spec.hostNetwork", "message": "m", "span": testing.span(3), "written": "no", "replacement": "false"}
	found := template_yaml.findings with input as testing.template_file({"ok": false, "problems": [problem]})
	{[finding.replaces, finding.suggestion] | some finding in found} == {["no", "false"]}
}

test_elsewhere if {
	every code in ["placeholder", "unknown-field"] {
		count(template_yaml.findings) == 0 with input as of(code)
	}
}

test_unproved if {
	found := template_yaml.findings with input as testing.template_file({"ok": false})
	testing.messages(found) == {"unproved"}
	none := template_yaml.findings with input as testing.of({"role": "template", "pod_template": null})
	testing.messages(none) == {"unproved"}
}

test_plain if {
	count(template_yaml.findings) == 0 with input as testing.template_file({})
	count(template_yaml.findings) == 0 with input as testing.of({})
}
