package sekisho.rules.template.template_kind_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.template_kind

test_kind if {
	found := template_kind.findings with input as testing.template_file({"kind": "Deployment"})
	testing.messages(found) == {"kind"}
}

test_another_case if {
	written := {"kind": testing.field("pod"), "apiVersion": testing.field("V1")}
	found := template_kind.findings with input as testing.template_file({"kind": "pod", "api_version": "V1", "fields": written})
	{finding.suggestion | some finding in found} == {"Pod", "v1"}
	{finding.span | some finding in found} == {testing.span(4)}
	other := template_kind.findings with input as testing.template_file({"kind": "Deployment"})
	{finding | some finding in other; finding.suggestion} == set()
}

test_absent if {
	every field in ["kind", "api_version"] {
		found := template_kind.findings with input as testing.template_file({field: ""})
		testing.messages(found) == {"absent"}
	}
}

test_version if {
	found := template_kind.findings with input as testing.template_file({"api_version": "apps/v1"})
	testing.messages(found) == {"version"}
}

test_pod if {
	count(template_kind.findings) == 0 with input as testing.template_file({})
	count(template_kind.findings) == 0 with input as testing.of({})
}
