# METADATA
# title: Unknown or suspicious field
# description: |
#   A PodTemplate has a field that Kubernetes does not know, or a restart policy other than
#   Never.
# custom:
#   id: TPL008
#   name: unknown-field
#   language: yaml
#   avoid: |
#     spec:
#       restartPolicy: Always
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
#     Kubernetes drops a field that it does not know, so the template says something that does
#     not hold; a pod that restarts hides its failures from Airflow.
#   messages:
#     unknown:
#       severity: review
#       text: >-
#         {message:text}
#       fix: >-
#         Correct the field's name, or remove it.
#     unlisted:
#       severity: review
#       text: >-
#         the template sets {path}, which is not on the list of fields that are judged
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     refused:
#       severity: review
#       text: >-
#         the template sets {path}: {why:text}
#       fix: >-
#         Remove it, or wait for a review by the SRE team.
#     restart:
#       severity: warn
#       text: >-
#         restartPolicy is {value}: Airflow does not see the failures of a pod that restarts
#       fix: >-
#         Write `restartPolicy: Never`.
package sekisho.rules.template.unknown_field

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some problem in input.file.pod_template.problems
	problem.code == "unknown-field"
	finding := findings_of.at(problem.span, "unknown", object.get(problem, "path", ""), {"message": problem.message})
}

findings contains finding if {
	some path in restarts
	field := input.file.pod_template.fields[path]
	field.value != "Never"
	about := findings_of.at(field.span, "restart", path, {"value": field.value})
	finding := findings_of.replacing(about, sprintf("%v", [field.value]), "Never")
}

# A container may have a policy of its own; of an init container it makes one that runs beside the others.
restarts contains "spec.restartPolicy"

restarts contains concat(".", [container.path, "restartPolicy"]) if {
	some container in input.file.pod_template.containers
	container.list == "containers"
}

# What no rule knows of is not harmless.
findings contains finding if {
	some path, field in input.file.pod_template.fields
	not listed(path)
	not says_nothing(path, field)
	finding := unlisted(field.span, path)
}

# `securityContext: {}` sets nothing, and stands in what kubectl writes; of a part that is refused it is not known.
findings contains finding if {
	some path, span in input.file.pod_template.empty
	not listed(path)
	not has_listed(path)
	not empties(path)
	finding := unlisted(span, path)
}

# What stands behind `not` may not be undefined in an argument: there would be no finding.
says_nothing(path, field) if field.value in data.lists.template_fields.defaults[without_indices(path)]

empties(path) if without_indices(path) in data.lists.template_fields.nothing

unlisted(span, path) := findings_of.at(span, "refused", path, {"path": path, "why": why}) if why := refusal(path)

else := findings_of.at(span, "unlisted", path, {"path": path})

# refusal(path): why a field that Kubernetes knows, or the whole that it is a part of, needs a person.
refusal(path) := reasons[0] if {
	parts := split(without_indices(path), ".")
	reasons := [text |
		some n in numbers.range(1, min([count(parts), 16]))
		text := data.lists.template_fields.refused[concat(".", array.slice(parts, 0, n))]
	]
}

has_listed("status")

has_listed(path) if strings.any_prefix_match(entries, concat("", [without_indices(path), "."]))

entries contains path if some path, _ in data.lists.template_fields.fields

entries contains prefix if some prefix in below

# without_indices: spec.initContainers[0].image → spec.containers.image; the fields of all containers are alike.
without_indices(path) := strings.replace_n(
	{"spec.initContainers": "spec.containers", "spec.ephemeralContainers": "spec.containers"},
	concat(".", [split(part, "[")[0] | some part in split(path, ".")]),
)

listed(path) if data.lists.template_fields.fields[without_indices(path)]

listed(path) if strings.any_prefix_match(concat("", [without_indices(path), "."]), below)

below contains prefix if some prefix, _ in data.lists.template_fields.below
