# METADATA
# title: Further containers
# description: |
#   A pod has containers besides the one of its job.
# custom:
#   id: POD003
#   name: extra-container
#   language: yaml
#   avoid: |
#     spec:
#       initContainers:
#         - name: setup
#           image: example/anything
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
#     Each container brings an image of its own, which runs beside the job with the pod's
#     identity.
#   messages:
#     template:
#       severity: review
#       text: >-
#         the template has the further container {name} ({list})
#       fix: >-
#         Put the work into the job's own image, or wait for a review by the SRE team.
#     inline:
#       severity: review
#       text: >-
#         {owner:text} is given further containers by {path}
#       fix: >-
#         Put the work into the job's own image.
#     gate:
#       severity: review
#       text: >-
#         {owner:text} sets {path}, which changes how the pod is scheduled or filled
#       fix: >-
#         Remove it.
package sekisho.rules.pod.extra_container

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some container in input.file.pod_template.containers
	further(container)
	finding := findings_of.at(container.span, "template", container.path, {"name": container.name, "list": container.list})
}

further(container) if container.list != "containers"

further(container) if container.index > 0

findings contains finding if {
	some setting in shape.of_python
	setting.field in {"initcontainers", "sidecars", "ephemeralcontainers", "containers"}
	finding := findings_of.at(setting.span, "inline", sprintf("%s %s", [setting.owner, setting.path]), {"owner": setting.owner, "path": setting.path})
}

findings contains finding if {
	some setting in shape.of_template
	some part in ["schedulingGates", "resourceClaims", "readinessGates"]
	contains(setting.path, concat("", [part, "["]))
	finding := findings_of.at(setting.span, "gate", setting.path, {"owner": setting.owner, "path": setting.path})
}
