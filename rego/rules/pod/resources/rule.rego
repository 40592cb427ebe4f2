# METADATA
# title: Resources and deadlines
# description: |
#   A pod asks for unusual resources, or says nothing of its needs and its end.
# custom:
#   id: POD010
#   name: resources
#   language: yaml
#   avoid: |
#     containers:
#       - name: base
#         resources: {limits: {nvidia.com/gpu: 64}}
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
#     A pod without requests is placed blindly; one without an end holds its node.
#   messages:
#     special:
#       severity: review
#       text: >-
#         {owner:text} asks for {path}
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     missing:
#       severity: warn
#       text: >-
#         container {name} gives no resources
#       fix: >-
#         Add `resources.requests` and `resources.limits`.
#     grace:
#       severity: warn
#       text: >-
#         the template waits {value} seconds for the pod to end
#       fix: >-
#         Give an hour at most.
#     endless:
#       severity: review
#       text: >-
#         the template waits {value} seconds for the pod to end, and whoever drains its node waits with it
#       fix: >-
#         Give an hour at most.
#     deadline:
#       severity: warn
#       text: >-
#         the template gives no `activeDeadlineSeconds`
#       fix: >-
#         Add it, so that a job that hangs ends.
#     lifecycle:
#       severity: warn
#       text: >-
#         the template runs a hook when a container starts or ends ({path})
#       fix: >-
#         Remove it.
package sekisho.rules.pod.resources

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.of_template
	some part in [".resources.requests", ".resources.limits"]
	[_, name] := split(setting.path, part)
	not trim_prefix(name, ".") in data.lists.resources.ordinary
	finding := findings_of.at(setting.span, "special", setting.path, {"owner": setting.owner, "path": setting.path})
}

findings contains finding if {
	some container in input.file.pod_template.containers
	not has_resources(container)
	finding := findings_of.at(container.span, "missing", container.path, {"name": container.name})
}

has_resources(container) if {
	some path, _ in input.file.pod_template.fields
	startswith(path, concat("", [container.path, ".resources."]))
}

findings contains finding if {
	field := input.file.pod_template.fields["spec.terminationGracePeriodSeconds"]
	field.value > 3600
	finding := findings_of.at(field.span, grace(field.value), "spec.terminationGracePeriodSeconds", {"value": field.value})
}

# Who drains a node waits for its pods.
grace(seconds) := "endless" if seconds > 86400

else := "grace"

findings contains finding if {
	input.file.pod_template.ok == true
	not input.file.pod_template.fields["spec.activeDeadlineSeconds"]
	finding := findings_of.whole("deadline", {})
}

findings contains finding if {
	some path, field in input.file.pod_template.fields
	contains(path, ".lifecycle.")
	finding := findings_of.at(field.span, "lifecycle", path, {"path": path})
}
