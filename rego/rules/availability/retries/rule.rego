# METADATA
# title: Many retries
# description: |
#   A task is tried more often than the platform recommends.
# custom:
#   id: AVL005
#   name: retries
#   avoid: |
#     KubernetesPodOperator(
#         task_id="load",
#         namespace="orders",
#         pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#         retries=100,
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
#     Each try starts a pod and writes to the metadata database.
#   messages:
#     over:
#       severity: warn
#       text: >-
#         {what:text} {holder} gives {field} as {value}, more than {limit}{chain}
#       fix: >-
#         Give {limit} at most, with a `retry_delay`.
package sekisho.rules.availability.retries

import data.sekisho.lib.limits

findings contains finding if some finding in limits.over(data.lists.limits.retries)
