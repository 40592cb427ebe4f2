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

test_profiles if {
	every path, value in {
		"spec.securityContext.appArmorProfile.type": "Unconfined", "spec.containers[0].securityContext.seLinuxOptions.type": "spc_t",
		"spec.securityContext.seLinuxOptions.role": "system_r", "spec.containers[0].volumeMounts[0].mountPropagation": "Bidirectional",
		`metadata.annotations["container.apparmor.security.beta.kubernetes.io/base"]`: "unconfined",
		`metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"]`: "unconfined",
	} {
		found := privilege.findings with input as of(path, value)
		testing.messages(found) == {"use"}
	}
	every path, value in {
		"spec.securityContext.appArmorProfile.type": "RuntimeDefault", "spec.securityContext.seLinuxOptions.type": "container_t",
		"spec.containers[0].volumeMounts[0].mountPropagation": "None",
		`metadata.annotations["container.apparmor.security.beta.kubernetes.io/base"]`: "runtime/default",
	} {
		count(privilege.findings) == 0 with input as of(path, value)
	}
}

test_folders_of_the_node if {
	every value in ["/proc/self/fd/8", "//proc//thread-self/fd/8", "/./proc/1/root", "/sys/fs/cgroup", "/dev/console", "/dev/fd/7"] {
		every field in ["workingDir", "volumeMounts[0].mountPath", "terminationMessagePath"] {
			found := privilege.findings with input as of(concat(".", ["spec.containers[0]", field]), value)
			testing.messages(found) == {"kernel"}
		}
	}
	every value in ["/dev/shm", "/dev/termination-log", "/process", "/app/proc", "/"] {
		count(privilege.findings) == 0 with input as of("spec.containers[0].volumeMounts[0].mountPath", value)
	}
}

test_climbing if {
	every field, value in {"volumeMounts[0].subPath": "a/../../b", "volumeMounts[0].mountPath": "/a/..", "workingDir": "../x", "terminationMessagePath": "/../x"} {
		found := privilege.findings with input as of(concat(".", ["spec.containers[0]", field]), value)
		testing.messages(found) == {"climbs"}
	}
	count(privilege.findings) == 0 with input as of("spec.containers[0].volumeMounts[0].subPath", "a..b")
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

test_defaults if {
	every path, value in {"spec.containers[0].ports[0].hostPort": 0, "spec.containers[0].securityContext.procMount": "Default"} {
		count(privilege.findings) == 0 with input as of(path, value)
	}
}
