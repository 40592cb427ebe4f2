package sekisho.rules.pod.image_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.image

of(name) := testing.template_file({"containers": [{"list": "containers", "index": 0, "name": "base", "image": name, "path": "p", "span": testing.span(6)}]})

test_registry if {
	found := image.findings with input as of("docker.io/x/y:1") with data.lists.registries.approved as ["registry.example/"]
	testing.messages(found) == {"registry"}
}

test_mutable if {
	every name in ["registry.example/x", "registry.example/x:latest"] {
		found := image.findings with input as of(name)
		testing.messages(found) == {"mutable"}
	}
}

test_inline if {
	found := image.findings with input as testing.pod({"image": testing.const("busybox")})
	testing.messages(found) == {"mutable", "registry"}
}

digest := "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"

test_malformed if {
	every name in ["registry.example/@evil.example/x:1", "registry.example/x:1 y"] {
		found := image.findings with input as of(name)
		testing.messages(found) == {"malformed"}
	}
}

test_fixed if {
	every name in ["registry.example/x:1.2", concat("", ["registry.example/x@sha256:", digest]), "", "registry.example/x:${TAG}"] {
		count(image.findings) == 0 with input as of(name)
	}
	count(image.findings) == 0 with input as of("registry.example/x:1") with data.lists.registries.approved as ["registry.example/"]
}

test_place_of_the_image if {
	fields := {"spec.containers[0].image": {"value": "evil:1", "set": true, "span": testing.span(8)}}
	container := testing.merge(testing.good_template.containers[0], {"image": "evil:1"})
	found := image.findings with input as testing.template_file({"containers": [container], "fields": fields})
	{finding.span | some finding in found} == {testing.span(8)}
}

test_foreign if {
	template := testing.template_file({"containers": [{
		"name": "base", "image": "registry.example.com/payments/pay-api:1", "list": "containers", "index": 0,
		"path": "spec.containers[0]", "span": testing.span(8),
	}]})
	found := image.findings with input as template
	testing.messages(found) == {"foreign"}
	testing.values(found, "tenant") == {"payments"}
}

test_folders if {
	every name in ["registry.example/apps/payments/checkout:1", "registry.example/payments-api:1", concat("", ["registry.example/payments@sha256:", digest])] {
		found := image.findings with input as of(name)
		testing.messages(found) == {"foreign"}
	}

	# What lies in the tenant's own folder is its own, whatever it is about.
	count(image.findings) == 0 with input as of("registry.example/orders/payments-client:1")
}

test_application if {
	platform := testing.merge(testing.platform, {"applications": ["orders-api", "pay-api"]})
	every name in ["registry.example/pay-api:1", "registry.example/apps/pay_api:1"] {
		found := image.findings with input as of(name) with input.platform as platform
		testing.messages(found) == {"application"}
	}
	count(image.findings) == 0 with input as of("registry.example/orders-api:1") with input.platform as platform
	count(image.findings) == 0 with input as of("registry.example/orders/pay-api:1") with input.platform as platform
}

test_filled_in_later if {
	every name in ["${APP}:1", "orders/<image>:1", "orders/{{ name }}:1", "${X}/../payments/x:1"] {
		found := image.findings with input as of(concat("", ["registry.example.com/", name]))
		"filled" in testing.messages(found)
	}
	every name in ["x:${TAG}", "x:v1-{{ .Values.tag }}", "x@${DIGEST}", "x@sha256:<digest>", "x:$(TAG)", "x:%TAG%"] {
		count(image.findings) == 0 with input as of(concat("", ["registry.example.com/orders/", name]))
	}
	every name in ["%2e%2e/x:1", "x@sha256:abc"] {
		found := image.findings with input as of(concat("", ["registry.example.com/orders/", name]))
		"malformed" in testing.messages(found)
	}
}

test_host_without_a_slash if {
	every name in ["registry.corp.evil.example/x:1", "registry.corp-evil.example/x:1", "registry.corp:5000/x:1", "registry.corp:1"] {
		found := image.findings with input as of(name) with data.lists.registries.approved as ["registry.corp"]
		testing.messages(found) == {"registry"}
	}
	count(image.findings) == 0 with input as of("registry.corp/x:1") with data.lists.registries.approved as ["registry.corp"]
	count(image.findings) == 0 with input as of("registry.corp/team-a/x:1") with data.lists.registries.approved as ["registry.corp/team-"]
}
