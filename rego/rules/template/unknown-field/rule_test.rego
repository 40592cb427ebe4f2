package sekisho.rules.template.unknown_field_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.unknown_field

test_unknown if {
	found := unknown_field.findings with input as testing.template_file({"problems": [{"code": "unknown-field", "path": "x", "message": "m", "span": testing.span(3)}]})
	testing.messages(found) == {"unknown"}
}

test_restart if {
	found := unknown_field.findings with input as testing.template_file({"fields": {"spec.restartPolicy": testing.field("Always")}})
	testing.messages(found) == {"restart"}
	container := unknown_field.findings with input as testing.template_file({"fields": {"spec.containers[0].restartPolicy": testing.field("OnFailure")}})
	testing.messages(container) == {"restart"}
}

test_never if {
	count(unknown_field.findings) == 0 with input as testing.template_file({"fields": {"spec.restartPolicy": testing.field("Never")}})
	count(unknown_field.findings) == 0 with input as testing.of({})
}

test_unlisted if {
	every path in {
		"metadata.finalizers[0]", "spec.os.name", "spec.containers[0].livenessProbe.httpGet.host", "spec.initContainers[0].startupProbe.tcpSocket.host",
		"spec.containers[0].resources.claims[0].name", "spec.containers[0].env[0].valueFrom.tomorrow.name",
		"spec.volumes[0].tomorrow.x", "tomorrow",
	} {
		found := unknown_field.findings with input as testing.template_file({"fields": {path: testing.field("x")}})
		testing.messages(found) & {"unlisted", "refused"} == testing.messages(found)
		count(found) == 1
	}
}

test_refused if {
	every path, why in {"metadata.finalizers[0]": "they keep a pod that Airflow deletes", "spec.initContainers[0].volumeDevices[0].name": "a raw device"} {
		found := unknown_field.findings with input as testing.template_file({"fields": {path: testing.field("x")}})
		testing.messages(found) == {"refused"}
		testing.values(found, "why") == {why}
	}
	unknown := unknown_field.findings with input as testing.template_file({"fields": {"spec.tomorrow": testing.field("x")}})
	testing.messages(unknown) == {"unlisted"}
}

test_listed if {
	every path in {
		"metadata.name", `metadata.labels["a.b/c"]`, "metadata.labels.app", "spec.containers[2].image",
		"spec.containers[0].resources.limits.cpu", "spec.initContainers[2].image", "spec.volumes[0].emptyDir.sizeLimit",
		"spec.ephemeralContainers[0].env[1].name",
	} {
		count(unknown_field.findings) == 0 with input as testing.template_file({"fields": {path: testing.field("x")}})
	}
}

test_empty if {
	every path in {"spec.os", "spec.containers[0].securityContext.seLinuxOptions", "spec.containers[0].volumeMounts[0].mountPropagation", "tomorrow"} {
		found := unknown_field.findings with input as testing.template_file({"empty": {path: testing.span(5)}})
		count(found) == 1
	}
	every path in {
		"status", "spec.securityContext", "spec.nodeSelector", "spec.volumes[0].emptyDir", "spec.initContainers",
		"metadata.annotations", "metadata.finalizers", "spec.initContainers[1].volumeDevices", "spec.containers[0]", "spec.containers[0].resources", "spec.containers[0].command",
	} {
		count(unknown_field.findings) == 0 with input as testing.template_file({"empty": {path: testing.span(5)}})
	}
}

test_defaults if {
	every path, value in {"spec.os.name": "linux", "spec.initContainers[1].volumeMounts[3].subPathExpr": ""} {
		count(unknown_field.findings) == 0 with input as testing.template_file({"fields": {path: testing.field(value)}})
	}
	every path, value in {"spec.os.name": "windows", "metadata.uid": "", "spec.containers[0].volumeMounts[0].subPathExpr": "$(A)"} {
		found := unknown_field.findings with input as testing.template_file({"fields": {path: testing.field(value)}})
		testing.messages(found) == {"refused"}
	}
}
