# METADATA
# title: Forbidden volume
# description: |
#   A pod mounts a volume of a kind that reaches the node, the network or another system.
# custom:
#   id: POD001
#   name: volume-type
#   language: yaml
#   avoid: |
#     spec:
#       volumes:
#         - name: host
#           hostPath: {path: /}
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
#     A path of the node holds the files and credentials of every pod on it; network volumes
#     bypass the cluster's own rights.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {owner:text} mounts a volume of type {type}
#       fix: >-
#         Use `emptyDir`, `configMap`, `secret`, `downwardAPI` or a `persistentVolumeClaim`.
#     none:
#       severity: review
#       text: >-
#         {owner:text} mounts the volume {name}, whose type is not given
#       fix: >-
#         Give the volume a type.
package sekisho.rules.pod.volume_type

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

allowed contains shape.fold(type) if some type in data.lists.volumes.allowed

findings contains finding if {
	some volume in input.file.pod_template.volumes
	some type in volume.types
	not shape.fold(type) in allowed
	finding := findings_of.at(volume.span, "use", sprintf("%s %s", [volume.name, type]), {"owner": "the template", "type": type})
}

findings contains finding if {
	some volume in input.file.pod_template.volumes
	count(volume.types) == 0
	finding := findings_of.at(volume.span, "none", volume.name, {"owner": "the template", "name": volume.name})
}

# Volumes of keywords, given as dicts or model objects: any key that names a type.
findings contains finding if {
	some setting in shape.of_python
	startswith(setting.path, "volumes.")
	some type in data.lists.volumes.forbidden
	setting.field == shape.fold(type)
	finding := findings_of.at(setting.span, "use", sprintf("%s %s", [setting.owner, type]), {"owner": setting.owner, "type": type})
}
