# METADATA
# title: Extreme timeouts
# description: |
#   A DAG or task waits longer than the platform recommends.
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
#     A pod that never starts, or never ends, holds a slot that all tenants share.
#   messages:
#     over:
#       severity: warn
#       text: >-
#         {what:text} {holder} gives {field} as {value} seconds, more than {limit}{chain}
#       fix: >-
#         Give {limit} seconds at most.
package sekisho.rules.availability.timeouts

import data.sekisho.lib.limits

findings contains finding if some finding in limits.over(data.lists.limits.timeouts)
