# METADATA
# title: First container is not base
# description: |
#   The first container of a PodTemplate is not called `base`.
# custom:
#   id: TPL006
#   name: base-container
#   language: yaml
#   avoid: |
#     spec:
#       containers:
#         - name: proxy
#         - name: base
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
#     Airflow merges by position: what the DAG overrides lands on the first container, whatever
#     its name.
#   messages:
#     first:
#       severity: warn
#       text: >-
#         the first container is {name}: what a DAG overrides lands on it
#       fix: >-
#         Put the container `base` first.
package sekisho.rules.template.base_container

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	some container in input.file.pod_template.containers
	container.list == "containers"
	container.index == 0
	container.name != "base"
	about := findings_of.at(place(container), "first", "spec.containers[0]", {"name": container.name})
	finding := misspelt(about, container.name)
}

# Another container's name stays its own.
misspelt(finding, name) := findings_of.replacing(finding, name, "base") if lower(name) == "base"

else := finding

place(container) := field.span if field := input.file.pod_template.fields[concat(".", [container.path, "name"])]

else := container.span
