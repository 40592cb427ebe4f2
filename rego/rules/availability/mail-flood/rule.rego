# METADATA
# title: Mail at every retry
# description: |
#   A task sends mail each time it is tried again.
# custom:
#   id: AVL012
#   name: mail-flood
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         email_on_retry=True,
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
#     A task that fails often fills mail boxes, and hides the mail that matters.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         task {task} gives {field}{chain}
#       fix: >-
#         Write `email_on_retry=False`.
package sekisho.rules.availability.mail_flood

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

fields := {"email_on_retry": true}

findings contains finding if {
	some field, meant in fields
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	member.value == meant
	about := findings_of.because(values.place(value, task.span), "use", sprintf("%v %s", [values.show(task.id), field]), {"task": values.show(task.id), "field": field, "value": member.value}, values.why(value))
	finding := findings_of.argument(about, field, "False")
}
