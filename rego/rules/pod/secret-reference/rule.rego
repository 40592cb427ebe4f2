# METADATA
# title: Secret, config map or claim
# description: |
#   A pod refers to a secret, config map, volume claim or pull secret that is not its
#   application's.
# custom:
#   id: POD006
#   name: secret-reference
#   language: yaml
#   avoid: |
#     envFrom:
#       - secretRef: {name: platform-admin}
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
#     All secrets of a namespace can be mounted by any of its pods; a job should get those of
#     its own application.
#   messages:
#     use:
#       severity: review
#       text: >-
#         {owner:text} refers to {name} by {path}, which is not known to belong to one of its
#         applications
#       fix: >-
#         Use objects whose names begin with the application's name.
#     inline:
#       severity: review
#       text: >-
#         {owner:text} is given secrets or settings in Python by {path}
#       fix: >-
#         Name them in the PodTemplate.
package sekisho.rules.pod.secret_reference

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.pods
import data.sekisho.lib.shape
import data.sekisho.lib.values

findings contains finding if {
	some setting in shape.of_template
	is_reference(setting)
	not harmless(setting)
	finding := findings_of.at(setting.span, "use", setting.path, {"owner": setting.owner, "name": shape.show(setting), "path": setting.path})
}

is_reference(setting) if {
	setting.field in {"name", "secretname", "claimname"}
	some part in ["secretRef.", "secretKeyRef.", "configMapRef.", "configMapKeyRef.", "secret.", "configMap.", "persistentVolumeClaim.", "imagePullSecrets["]
	contains(setting.path, part)
}

harmless(setting) if shape.own_name(setting.value)

harmless(setting) if {
	startswith(setting.path, "spec.imagePullSecrets[")
	setting.value in data.lists.pull_secrets.allowed
}

findings contains finding if {
	some pod in input.file.pods
	some name, value in pods.inline(pod)
	name in {"secrets", "env_from", "configmaps", "image_pull_secrets"}
	finding := findings_of.because(
		values.place(value, pod.span),
		"inline",
		sprintf("%v %s", [pods.label(pod), name]),
		{"owner": sprintf("pod `%v`", [pods.label(pod)]), "path": name},
		values.why(value),
	)
}
