package sekisho.rules.pod.privilege_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.privilege

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_template if {
	every path, value in {
		"spec.hostNetwork": true, "spec.hostPID": true, "spec.hostIPC": true, "spec.containers[1].securityContext.privileged": true,
		"spec.containers[0].securityContext.allowPrivilegeEscalation": true, "spec.containers[0].ports[0].hostPort": 80,
		"spec.containers[0].securityContext.capabilities.add[0]": "SYS_ADMIN", "spec.containers[0].securityContext.procMount": "Unmasked",
		"spec.hostNetwork ": "yes", "spec.securityContext.sysctls[0].name": "x", "spec.securityContext.seccompProfile.type": "Unconfined",
	} {
		found := privilege.findings with input as of(trim_space(path), value)
		testing.messages(found) == {"use"}
	}
}

test_inline if {
	every inline in [
		{"hostnetwork": testing.const(true)},
		{"hostnetwork": testing.unknown},
		{"container_security_context": testing.object_of("dict", {"privileged": testing.const(true)})},
		{"security_context": testing.object_of("dict", {"capabilities": testing.object_of("dict", {"add": testing.list_of([testing.const("SYS_ADMIN")])})})},
	] {
		found := privilege.findings with input as testing.pod({"inline": inline})
		testing.messages(found) == {"use"}
	}
}

test_off if {
	every value in [false, null, ""] {
		count(privilege.findings) == 0 with input as of("spec.hostNetwork", value)
	}
	count(privilege.findings) == 0 with input as of("spec.containers[0].securityContext.capabilities.drop[0]", "ALL")
	count(privilege.findings) == 0 with input as testing.pod({"inline": {"hostnetwork": testing.const(false)}})
}

test_proc_mount if {
	path := "spec.containers[0].securityContext.procMount"
	unmasked := privilege.findings with input as testing.template_file({"fields": {path: testing.field("Unmasked")}})
	testing.messages(unmasked) == {"use"}
	count(privilege.findings) == 0 with input as testing.template_file({"fields": {path: testing.field("Default")}})
}

test_profile_in_python if {
	every type in ["Unconfined", "Localhost"] {
		profile := testing.object_of("dict", {"seccompProfile": testing.object_of("dict", {"type": testing.const(type)})})
		found := privilege.findings with input as testing.pod({"inline": {"security_context": profile}})
		testing.messages(found) == {"use"}
	}
	plain := testing.object_of("dict", {"seccomp_profile": testing.object_of("V1SeccompProfile", {"type": testing.const("RuntimeDefault")})})
	count(privilege.findings) == 0 with input as testing.pod({"inline": {"container_security_context": plain}})
}
