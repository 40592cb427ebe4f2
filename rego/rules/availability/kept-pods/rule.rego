# METADATA
# title: Pods that are kept
# description: |
#   A task keeps its pod after it ended.
# custom:
#   id: AVL011
#   name: kept-pods
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         is_delete_operator_pod=False,
#     )
#   prefer: |
#     from airflow import DAG
#     from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
#
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Ended pods hold their disks and their names.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         task {task} gives {field} as {value}: its pods are kept{chain}
#       fix: >-
#         Remove {field}.
package sekisho.rules.availability.kept_pods

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

# What keeps a pod, and the value that deletes it.
fields := {
	"is_delete_operator_pod": {"kept": false, "deleted": "True"},
	"on_finish_action": {"kept": "keep_pod", "deleted": "\"delete_pod\""},
}

findings contains finding if {
	some field, meant in fields
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	member.value == meant.kept
	about := findings_of.because(values.place(value, task.span), "use", sprintf("%v %s", [values.show(task.id), field]), {"task": values.show(task.id), "field": field, "value": member.value}, values.why(value))
	finding := findings_of.argument(about, field, meant.deleted)
}
