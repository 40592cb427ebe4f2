package sekisho.rules.pod.service_account_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.service_account

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_account if {
	every value in ["admin", "payments-api", "ordersx", 7] {
		found := service_account.findings with input as of("spec.serviceAccountName", value)
		testing.messages(found) == {"account"}
	}
}

test_token if {
	found := service_account.findings with input as of("spec.volumes[0].projected.sources[0].serviceAccountToken.path", "t")
	testing.messages(found) == {"token"}
}

test_automount if {
	found := service_account.findings with input as of("spec.automountServiceAccountToken", true)
	testing.messages(found) == {"automount"}
}

test_own if {
	every value in ["orders-api", "orders", "orders-api-jobs", "default"] {
		count(service_account.findings) == 0 with input as of("spec.serviceAccountName", value)
	}
	count(service_account.findings) == 0 with input as of("spec.automountServiceAccountToken", false)
}

test_certificate if {
	found := service_account.findings with input as of("spec.volumes[0].projected.sources[0].podCertificate.signerName", "example.com/signer")
	testing.messages(found) == {"certificate"}
}
