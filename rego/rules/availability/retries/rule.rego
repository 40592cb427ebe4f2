# METADATA
# title: Many retries
# description: |
#   A task is tried more often than the platform recommends.
# custom:
#   id: AVL005
#   name: retries
#   avoid: |
#     retries=100
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
#     Each try starts a pod and writes to the metadata database.
#   messages:
#     over:
#       severity: warn
#       text: >-
#         {field} is {value}
#       fix: >-
#         Give {limit} at most, with a `retry_delay`.
package sekisho.rules.availability.retries

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some holder in holders
	some field, limit in data.lists.limits.retries
	value := holder.arguments[field]
	some member in values.members(value)
	is_number(member.value)
	member.value > limit
	finding := findings_of.because(
		values.place(value, holder.span),
		"over",
		sprintf("%v %s", [values.show(holder.id), field]),
		{"field": field, "value": member.value, "limit": limit},
		values.why(value),
	)
}

holders contains holder if some holder in input.file.dags

holders contains holder if some holder in input.file.tasks
