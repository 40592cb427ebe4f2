# METADATA
# title: Template in another namespace
# description: |
#   A PodTemplate gives a namespace that is not the tenant's own.
# custom:
#   id: TPL001
#   name: template-namespace
#   language: yaml
#   avoid: |
#     metadata:
#       namespace: payments
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
#     Airflow starts the pod there when the DAG gives no namespace of its own, with the service
#     accounts and secrets of that namespace.
#   messages:
#     foreign:
#       severity: deny
#       text: >-
#         the template starts pods in namespace {namespace}, which is not {own}
#       fix: >-
#         Write `metadata.namespace` as the name of your own namespace, {own}.
package sekisho.rules.template.template_namespace

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	template := input.file.pod_template
	template.namespace.set == true
	template.namespace.value != input.tenant.namespace
	about := findings_of.at(template.namespace.span, "foreign", "metadata.namespace", {"namespace": template.namespace.value, "own": input.tenant.namespace})
	finding := findings_of.replacing(about, sprintf("%v", [template.namespace.value]), findings_of.quoted(input.tenant.namespace))
}
