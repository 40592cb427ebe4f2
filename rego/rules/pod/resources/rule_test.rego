package sekisho.rules.pod.resources_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.resources

of(fields) := testing.template_file({"fields": object.union({"spec.activeDeadlineSeconds": testing.field(1), "spec.containers[0].resources.requests.cpu": testing.field(1)}, fields)})

test_special if {
	found := resources.findings with input as of({`spec.containers[0].resources.limits["nvidia.com/gpu"]`: testing.field(64)})
	testing.messages(found) == {"special"}
	device := resources.findings with input as of({`spec.containers[0].resources.limits["devic.es/kvm"]`: testing.field(1)})
	testing.messages(device) == {"special"}
	attached := resources.findings with input as of({"spec.containers[0].resources.requests.attachable-volumes-aws-ebs": testing.field(1)})
	testing.messages(attached) == {"special"}
	count(resources.findings) == 0 with input as of({"spec.containers[0].resources.limits.ephemeral-storage": testing.field("1Gi")})
}

test_missing if {
	found := resources.findings with input as testing.template_file({})
	testing.messages(found) == {"missing", "deadline"}
}

test_grace if {
	found := resources.findings with input as of({"spec.terminationGracePeriodSeconds": testing.field(86400)})
	testing.messages(found) == {"grace"}
	endless := resources.findings with input as of({"spec.terminationGracePeriodSeconds": testing.field(86401)})
	testing.messages(endless) == {"endless"}
}

test_lifecycle if {
	found := resources.findings with input as of({"spec.containers[0].lifecycle.preStop.exec.command[0]": testing.field("x")})
	testing.messages(found) == {"lifecycle"}
}

test_plain if {
	count(resources.findings) == 0 with input as of({})
	count(resources.findings) == 0 with input as testing.of({})
}
