# METADATA
# title: Host access or privilege
# description: |
#   A pod reaches into its node: host network, host processes, privileged containers, added
#   capabilities.
# custom:
#   id: POD002
#   name: privilege
#   language: yaml
#   avoid: |
#     spec:
#       hostNetwork: true
#       containers:
#         - name: base
#           securityContext: {privileged: true}
#   prefer: |
#     apiVersion: v1
#     kind: Pod
#     metadata:
#       name: orders-job
#       namespace: orders
#       labels:
#         app: orders-api
#     spec:
#       activeDeadlineSeconds: 3600
#       automountServiceAccountToken: false
#       restartPolicy: Never
#       serviceAccountName: orders-api
#       containers:
#         - name: base
#           image: registry.example/orders/orders-api:2026.11.1
#           command: ["python", "-m", "orders.load"]
#           resources:
#             requests: {cpu: 250m, memory: 512Mi}
#             limits: {cpu: "1", memory: 1Gi}
#   rationale: |
#     Such a pod can read and change the pods of every tenant on the node.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {owner:text} sets {path} to {value}
#       fix: >-
#         Remove it; a job needs no rights on the node.
#     kernel:
#       severity: deny
#       text: >-
#         {owner:text} puts {path} at {value}, where the container runtime reaches the node itself
#       fix: >-
#         Use a folder of the image, or one that you mount yourself.
#     climbs:
#       severity: deny
#       text: >-
#         {owner:text} leaves the folder of {path} by `..` ({value})
#       fix: >-
#         Write the path without `..`.
package sekisho.rules.pod.privilege

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.given(data.lists.privileges.fields)
	not as_ever(setting)
	finding := shape.switching_off(about(setting, "use"), setting)
}

# What Kubernetes does without the field.
as_ever(setting) if setting.value in data.lists.privileges.defaults[setting.field]

findings contains finding if {
	some setting in shape.of_template
	contains(setting.path, ".sysctls[")
	finding := about(setting, "use")
}

findings contains finding if {
	some setting in shape.of_template
	endswith(setting.path, "seccompProfile.type")
	setting.value != "RuntimeDefault"
	finding := about(setting, "use")
}

# In Python the profile's type stands below the security context, whose other types are AppArmor's, to the same effect,
# and SELinux's; so do SELinux's user and role.
findings contains finding if {
	some setting in shape.of_python
	harmless := in_python[setting.path]
	is_string(setting.value)
	not setting.value in harmless
	finding := about(setting, "use")
}

in_python[concat(".", [context, part])] := harmless if {
	some context in ["security_context", "container_security_context", "init_containers"]
	some part, harmless in {
		"type": array.concat(["RuntimeDefault"], data.lists.privileges.choices["selinuxoptions.type"]),
		"user": data.lists.privileges.choices["selinuxoptions.user"],
		"role": data.lists.privileges.choices["selinuxoptions.role"],
	}
}

# Capabilities that are added: `spec.containers[0].securityContext.capabilities.add[0]`.
findings contains finding if {
	some setting in shape.settings
	setting.field == "add"
	contains(shape.fold(setting.path), "capabilities")
	finding := about(setting, "use")
}

findings contains finding if {
	some setting in shape.of_python
	setting.field == "add"
	not contains(shape.fold(setting.path), "capabilities")
	contains(shape.fold(setting.path), "securitycontext")
	finding := about(setting, "use")
}

# Profiles that confine a container, switched off or chosen: by fields, and by the annotations that came before them.
findings contains finding if {
	some setting in shape.of_template
	endswith(setting.path, "appArmorProfile.type")
	setting.value != "RuntimeDefault"
	finding := about(setting, "use")
}

findings contains finding if {
	some setting in shape.of_template
	some prefix in data.lists.privileges.annotations
	startswith(setting.path, sprintf(`metadata.annotations["%s/`, [prefix]))
	not setting.value == "runtime/default"
	finding := about(setting, "use")
}

findings contains finding if {
	some setting in shape.settings
	is_string(setting.value)
	path := shape.fold(setting.path)
	some end, harmless in data.lists.privileges.choices
	endswith(path, end)
	not setting.value in harmless
	finding := about(setting, "use")
}

# A working folder, a mount or a file of messages below these folders is made by the runtime while it still holds the
# node's: `/proc/self/fd/8` was the node's root (CVE-2024-21626), and mounts there have led out again and again.
findings contains finding if {
	some setting in shape.settings
	setting.field in {"workingdir", "mountpath", "terminationmessagepath"}
	components := components_of(setting.value)
	components[0] in data.lists.privileges.folders
	not concat("/", array.slice(components, 0, 2)) in data.lists.privileges.own_folders
	finding := about(setting, "kernel")
}

findings contains finding if {
	some setting in shape.of_template
	setting.field in {"workingdir", "mountpath", "terminationmessagepath", "subpath"}
	".." in components_of(setting.value)
	finding := about(setting, "climbs")
}

components_of(path) := [part | some part in split(path, "/"); not part in {"", "."}] if is_string(path)

about(setting, message) := findings_of.at(
	setting.span,
	message,
	sprintf("%s %s", [setting.owner, setting.path]),
	{"owner": setting.owner, "path": setting.path, "value": shape.show(setting)},
)
