# METADATA
# title: Scheduling, priority and runtime
# description: |
#   A pod chooses its node, priority, runtime or scheduler.
# custom:
#   id: POD009
#   name: scheduling
#   language: yaml
#   avoid: |
#     spec:
#       priorityClassName: system-node-critical
#       tolerations: [{operator: Exists}]
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
#     Nodes are reserved for a purpose, and a high priority evicts the pods of other tenants.
#   messages:
#     node:
#       severity: deny
#       text: >-
#         {owner:text} names its node by {path}
#       fix: >-
#         Remove it.
#     critical:
#       severity: deny
#       text: >-
#         {owner:text} takes the priority {value} of the cluster's own pods, for which those of other tenants are evicted
#       fix: >-
#         Remove it.
#     choice:
#       severity: review
#       text: >-
#         {owner:text} sets {path} to {value}
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     spread:
#       severity: warn
#       text: >-
#         {owner:text} sets {path}, which depends on the pods of other tenants
#       fix: >-
#         Remove it.
#     repels:
#       severity: review
#       text: >-
#         {owner:text} sets {path}: no pod that it selects can start beside it, of whichever tenant
#       fix: >-
#         Remove it, or write a preference (`preferredDuringSchedulingIgnoredDuringExecution`).
#     foreign:
#       severity: review
#       text: >-
#         {owner:text} sets {path}, so that pods of other tenants draw it, or it draws or repels theirs
#       fix: >-
#         Remove it; without it the pods of your own namespace are meant.
package sekisho.rules.pod.scheduling

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.shape

findings contains finding if {
	some setting in shape.given({"nodename"})
	finding := about(setting, "node")
}

# Labels and fields that only one node has.
findings contains finding if {
	some setting in shape.of_template
	contains(setting.path, "nodeSelector[")
	endswith(setting.path, `["kubernetes.io/hostname"]`)
	finding := about(setting, "node")
}

findings contains finding if {
	some setting in shape.of_template
	startswith(setting.path, "spec.affinity.nodeAffinity.")
	setting.field == "key"
	setting.value in {"kubernetes.io/hostname", "metadata.name"}
	finding := about(setting, "node")
}

findings contains finding if {
	some setting in shape.given({"priorityclassname"})
	is_string(setting.value)
	startswith(setting.value, "system-")
	finding := about(setting, "critical")
}

findings contains finding if {
	some setting in shape.given({"priorityclassname", "runtimeclassname", "schedulername", "shareprocessnamespace", "priority", "preemptionpolicy"})
	not harmless(setting)
	finding := about(setting, "choice")
}

harmless(setting) if setting.value in data.lists.scheduling.allowed

# A pod that takes no other's place.
harmless(setting) if setting.value in data.lists.scheduling.harmless[setting.field]

findings contains finding if {
	some setting in shape.of_template
	some part in ["spec.nodeSelector", "spec.affinity.nodeAffinity", "spec.tolerations["]
	startswith(setting.path, part)
	not any_node(setting)
	not always_tolerated(setting.path)
	finding := about(setting, "choice")
}

any_node(setting) if {
	some label, value in data.lists.scheduling.nodes
	setting.path == sprintf("spec.nodeSelector[%q]", [label])
	setting.value == value
}

# always_tolerated(path): the toleration with this field is one that Kubernetes adds anyway, or a shorter one.
always_tolerated(path) if {
	[toleration, _] := split(path, "].")
	fields := {name: input.file.pod_template.fields[concat("].", [toleration, name])].value | some name in ["key", "operator", "effect", "tolerationSeconds"]}
	fields.key in tolerated.keys
	fields.operator == tolerated.operator
	fields.effect == tolerated.effect
	fields.tolerationSeconds <= tolerated.seconds
	not input.file.pod_template.fields[concat("].", [toleration, "value"])]
}

tolerated := data.lists.scheduling.tolerated

findings contains finding if {
	some setting in shape.of_python
	setting.path in {"tolerations", "affinity", "node_selector", "node_selectors"}
	finding := about(setting, "choice")
}

findings contains finding if {
	some setting in shape.of_template
	some part in ["spec.topologySpreadConstraints[", "spec.affinity.podAffinity", "spec.affinity.podAntiAffinity", "spec.overhead"]
	startswith(setting.path, part)
	not startswith(setting.path, repelling)
	finding := about(setting, "spread")
}

# The scheduler holds a new pod to the required anti-affinity of the pods that run already, so one pod can keep
# all others from a zone or a region; an empty namespaceSelector selects every namespace and is no field.
repelling := "spec.affinity.podAntiAffinity.required"

findings contains finding if {
	some setting in shape.of_template
	startswith(setting.path, repelling)
	finding := about(setting, "repels")
}

# A term that reaches beyond the own namespace chooses the node by what others run there; and the scheduler weighs it
# for their new pods as well. An empty namespaceSelector is every namespace.
findings contains finding if {
	some setting in shape.of_template
	in_affinity(setting.path)
	contains(setting.path, ".namespaceSelector.")
	finding := about(setting, "foreign")
}

findings contains finding if {
	some setting in shape.of_template
	in_affinity(setting.path)
	contains(setting.path, ".namespaces[")
	setting.value != input.tenant.namespace
	finding := about(setting, "foreign")
}

findings contains finding if {
	some path, span in input.file.pod_template.empty
	in_affinity(path)
	some end in {".namespaceSelector", ".namespaceSelector.matchLabels", ".namespaceSelector.matchExpressions"}
	endswith(path, end)
	finding := findings_of.at(span, "foreign", path, {"owner": "the template", "path": path})
}

in_affinity(path) if strings.any_prefix_match(path, ["spec.affinity.podAffinity.", "spec.affinity.podAntiAffinity."])

about(setting, message) := findings_of.at(
	setting.span,
	message,
	sprintf("%s %s", [setting.owner, setting.path]),
	{"owner": setting.owner, "path": setting.path, "value": shape.show(setting)},
)
