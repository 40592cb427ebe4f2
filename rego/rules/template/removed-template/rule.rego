# METADATA
# title: Template that DAGs may still use
# description: |
#   The change removes or renames a PodTemplate. A template that is changed is judged anew, in its own
#   repository, by the rules about templates and pods; one that is gone cannot be.
# custom:
#   id: TPL010
#   name: removed-template
#   language: yaml
#   avoid: |
#     templates/orders-api/load.yaml        (removed, while dags/orders/load.py names it)
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
#     The DAGs that name a template were judged, or approved by a person, with it: a pod without a
#     `namespace` of its own takes the template's. Airflow only logs that the file is missing, and takes
#     the namespace of its connection, of its own pod, or `default` instead. What DAGs name is in another
#     repository, so it is not known here whether any is left.
#   messages:
#     removed:
#       severity: review
#       text: >-
#         the change takes away the template {name}; a DAG that still names it starts its pods without it
#       fix: >-
#         Deploy the DAGs that no longer name it first, and remove it then; a renamed template may stay
#         under both names until that is done.
package sekisho.rules.template.removed_template

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	input.file.role == "template"
	input.file.content == "removed"
	finding := findings_of.whole("removed", {"name": input.file.path})
}
