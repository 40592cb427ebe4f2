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
package sekisho.rules.pod.privilege

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.given(data.lists.privileges.fields)
	not as_ever(setting)
	about := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
	finding := shape.switching_off(about, setting)
}

# What Kubernetes does without the field.
as_ever(setting) if {
	setting.field == "procmount"
	setting.value == "Default"
}

findings contains finding if {
	some setting in shape.settings
	contains(setting.path, ".sysctls[")
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
}

findings contains finding if {
	some setting in shape.settings
	endswith(setting.path, "seccompProfile.type")
	setting.value != "RuntimeDefault"
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
}

# In Python the profile's type stands below the security context, whose other types are AppArmor's, to the same effect,
# and SELinux's.
findings contains finding if {
	some setting in shape.settings
	setting.path in {"security_context.type", "container_security_context.type", "init_containers.type"}
	setting.value in {"Unconfined", "Localhost"}
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
}

# Capabilities that are added: `spec.containers[0].securityContext.capabilities.add[0]`.
findings contains finding if {
	some setting in shape.settings
	setting.field == "add"
	contains(shape.fold(setting.path), "capabilities")
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
}

findings contains finding if {
	some setting in shape.settings
	startswith(setting.owner, "pod ")
	setting.field == "add"
	not contains(shape.fold(setting.path), "capabilities")
	contains(shape.fold(setting.path), "securitycontext")
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path, "value": shape.show(setting)})
}
