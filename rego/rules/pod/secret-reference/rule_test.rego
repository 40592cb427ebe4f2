package sekisho.rules.pod.secret_reference_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.secret_reference

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_foreign if {
	every path in [
		"spec.volumes[0].secret.secretName", "spec.containers[0].env[0].valueFrom.secretKeyRef.name", "spec.containers[0].envFrom[0].secretRef.name",
		"spec.volumes[0].persistentVolumeClaim.claimName", "spec.imagePullSecrets[0].name", "spec.volumes[0].configMap.name",
	] {
		found := secret_reference.findings with input as of(path, "platform-admin")
		testing.messages(found) == {"use"}
	}
}

test_inline if {
	found := secret_reference.findings with input as testing.pod({"inline": {"secrets": testing.unknown}})
	testing.messages(found) == {"inline"}
}

test_own if {
	count(secret_reference.findings) == 0 with input as of("spec.volumes[0].secret.secretName", "orders-api-tls")
	count(secret_reference.findings) == 0 with input as of("spec.imagePullSecrets[0].name", "registry")
	count(secret_reference.findings) == 0 with input as of("spec.containers[0].name", "base")
}
