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
	field := input.file.pod_template.fields["spec.restartPolicy"]
	field.value != "Never"
	about := findings_of.at(field.span, "restart", "spec.restartPolicy", {"value": field.value})
	finding := findings_of.replacing(about, sprintf("%v", [field.value]), "Never")
}

# What no rule knows of is not harmless.
findings contains finding if {
	some path, field in input.file.pod_template.fields
	not listed(path)
	finding := findings_of.at(field.span, "unlisted", path, {"path": path})
}

# without_indices: spec.initContainers[0].image → spec.containers.image; the fields of all containers are alike.
without_indices(path) := strings.replace_n(
	{"spec.initContainers.": "spec.containers.", "spec.ephemeralContainers.": "spec.containers."},
	concat(".", [split(part, "[")[0] | some part in split(path, ".")]),
)

listed(path) if data.lists.template_fields.fields[without_indices(path)]

listed(path) if strings.any_prefix_match(concat("", [without_indices(path), "."]), below)

below contains prefix if some prefix, _ in data.lists.template_fields.below
