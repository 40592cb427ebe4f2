# METADATA
# title: XCom of a pod
# description: |
#   A pod hands its result to Airflow.
# custom:
#   id: AVL010
#   name: xcom
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         do_xcom_push=True,
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
#     XComs are rows of the metadata database, which all tenants share; a large one slows all.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         task {task} gives {field}: what the pod writes becomes a row of the metadata
#         database{chain}
#       fix: >-
#         Keep results in the service's own storage.
package sekisho.rules.availability.xcom

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

fields := {"do_xcom_push": true}

findings contains finding if {
	some field, meant in fields
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	member.value == meant
	finding := findings_of.because(values.place(value, task.span), "use", sprintf("%v %s", [values.show(task.id), field]), {"task": values.show(task.id), "field": field, "value": member.value}, values.why(value))
}
