package sekisho.rules.pod.identity_settings_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.identity_settings

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_annotation if {
	found := identity_settings.findings with input as of(`metadata.annotations["runs/by"]`, "admin")
	testing.messages(found) == {"annotation"}
	inline := identity_settings.findings with input as testing.pod({"inline": {"annotations": testing.unknown}})
	testing.messages(inline) == {"annotation"}
}

test_annotation_that_is_known if {
	every key in ["iam.amazonaws.com/role", "sidecar.istio.io/inject", "linkerd.io/inject", "io.kubernetes.cri-o.Devices", "dev.gvisor.flag.net-raw", "vault.hashicorp.com/agent-inject-secret-team"] {
		found := identity_settings.findings with input as of(sprintf("metadata.annotations[%q]", [key]), "x")
		testing.messages(found) == {"acts"}
		testing.values(found, "key") == {key}
	}
}

test_environment if {
	every name in ["AWS_ROLE_ARN", "kubeconfig", "AIRFLOW__CORE__X"] {
		found := identity_settings.findings with input as of("spec.containers[0].env[3].name", name)
		testing.messages(found) == {"environment"}
	}
}

test_harmless if {
	count(identity_settings.findings) == 0 with input as of("spec.containers[0].env[0].name", "LEVEL")
	count(identity_settings.findings) == 0 with input as of("metadata.annotations.description", "x")
}

test_allowed_word_in_another_key if {
	every key in [`["vault.hashicorp.com/agent-inject-secret-team"]`, `["team.example.com/role"]`, `["ad.datadoghq.com/owner"]`, ".owners", ".team-role"] {
		found := identity_settings.findings with input as of(concat("", ["metadata.annotations", key]), "x")
		count(testing.messages(found)) == 1
	}
	every key in data.lists.annotations.allowed {
		count(identity_settings.findings) == 0 with input as of(concat(".", ["metadata.annotations", key]), "x")
		count(identity_settings.findings) == 0 with input as of(sprintf("metadata.annotations[%q]", [key]), "x")
	}
}

test_prefix if {
	every prefix in ["AWS_ROLE_", "aws_", "KUBERNETES_X", "A"] {
		found := identity_settings.findings with input as of("spec.containers[0].envFrom[0].prefix", prefix)
		testing.messages(found) == {"prefix"}
	}
	every prefix in ["", "ORDERS_", "DB_"] {
		count(identity_settings.findings) == 0 with input as of("spec.containers[0].envFrom[0].prefix", prefix)
	}
}

test_tenant if {
	every key in ["team", "owner"] {
		found := identity_settings.findings with input as of(concat(".", ["metadata.annotations", key]), "payments-oncall")
		testing.messages(found) == {"tenant"}
	}
	count(identity_settings.findings) == 0 with input as of("metadata.annotations.description", "payments-api asks for it")
	count(identity_settings.findings) == 0 with input as of("metadata.annotations.team", "orders-data")
}
