# METADATA
# title: Template without a namespace
# description: |
#   A PodTemplate gives no namespace.
# custom:
#   id: TPL002
#   name: template-without-namespace
#   language: yaml
#   avoid: |
#     metadata:
#       name: orders-job
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
#     A DAG that gives no namespace either would start the pod in Airflow's own namespace or in
#     `default`.
#   messages:
#     absent:
#       severity: review
#       text: >-
#         the template gives no namespace
#       fix: >-
#         Add `metadata.namespace` with the name of your own namespace, {own}.
package sekisho.rules.template.template_without_namespace

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	template := input.file.pod_template
	is_object(template)
	not template.namespace.set == true
	finding := findings_of.whole("absent", {"own": input.tenant.namespace})
}
