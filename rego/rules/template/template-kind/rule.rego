# METADATA
# title: Template that is no Pod
# description: |
#   A PodTemplate's `kind` is not Pod, or its `apiVersion` not v1.
# custom:
#   id: TPL005
#   name: template-kind
#   language: yaml
#   avoid: |
#     kind: Deployment
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
#     Airflow does not look at the kind: of another object it takes what looks like a pod, which
#     may be nothing.
#   messages:
#     kind:
#       severity: deny
#       text: >-
#         the template is a {kind}, not a Pod
#       fix: >-
#         Write `kind: Pod`.
#     absent:
#       severity: review
#       text: >-
#         the template does not say what it is
#       fix: >-
#         Write `apiVersion: v1` and `kind: Pod`.
#     version:
#       severity: deny
#       text: >-
#         the template's apiVersion is {version}, not v1
#       fix: >-
#         Write `apiVersion: v1`.
package sekisho.rules.template.template_kind

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	not input.file.pod_template.kind in {"Pod", ""}
	about := findings_of.at(place("kind"), "kind", "file", {"kind": input.file.pod_template.kind})
	finding := misspelt(about, input.file.pod_template.kind, "Pod")
}

findings contains finding if {
	"" in {input.file.pod_template.kind, input.file.pod_template.api_version}
	finding := findings_of.whole("absent", {})
}

findings contains finding if {
	not input.file.pod_template.api_version in {"v1", ""}
	about := findings_of.at(place("apiVersion"), "version", "file", {"version": input.file.pod_template.api_version})
	finding := misspelt(about, input.file.pod_template.api_version, "v1")
}

place(name) := field.span if field := input.file.pod_template.fields[name]

else := findings_of.top

# Another kind is another object: it does not become a pod by its name.
misspelt(finding, written, meant) := findings_of.replacing(finding, written, meant) if lower(written) == lower(meant)

else := finding
