# METADATA
# title: Extreme timeouts
# description: |
#   A DAG or task waits longer than the platform recommends, or hardly at all between two looks.
# custom:
#   id: AVL003
#   name: timeouts
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         startup_timeout_seconds=86400,
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
#     A pod that never starts, or never ends, holds a slot that all tenants share. A task that looks without a
#     pause holds the process in which others wait.
#   messages:
#     over:
#       severity: warn
#       text: >-
#         {what:text} {holder} gives {field} as {value} seconds, more than {limit}{chain}
#       fix: >-
#         Give {limit} seconds at most.
#     short:
#       severity: review
#       text: >-
#         task {task} looks every {value} seconds ({field}), more often than every {limit}{chain}
#       fix: >-
#         Give {limit} seconds at least.
package sekisho.rules.availability.timeouts

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.limits
import data.sekisho.lib.values

findings contains finding if some finding in limits.over(data.lists.limits.timeouts)

findings contains finding if {
	some field, limit in data.lists.limits.shortest
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	is_number(member.value)
	member.value < limit
	finding := findings_of.because(
		values.place(value, task.span),
		"short",
		sprintf("%v %s", [values.show(task.id), field]),
		{"task": values.show(task.id), "field": field, "value": member.value, "limit": limit},
		values.why(value),
	)
}
