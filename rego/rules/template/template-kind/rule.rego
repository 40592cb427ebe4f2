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
	finding := findings_of.whole("kind", {"kind": input.file.pod_template.kind})
}

findings contains finding if {
	"" in {input.file.pod_template.kind, input.file.pod_template.api_version}
	finding := findings_of.whole("absent", {})
}

findings contains finding if {
	not input.file.pod_template.api_version in {"v1", ""}
	finding := findings_of.whole("version", {"version": input.file.pod_template.api_version})
}
