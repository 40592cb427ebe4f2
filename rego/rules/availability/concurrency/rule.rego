# METADATA
# title: High concurrency or priority
# description: |
#   A DAG or task asks for more runs, tasks or slots at once than the platform recommends.
# custom:
#   id: AVL009
#   name: concurrency
#   avoid: |
#     DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), max_active_runs=1000)
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
#     Slots are common to all tenants.
#   messages:
#     over:
#       severity: warn
#       text: >-
#         {what:text} {holder} gives {field} as {value}, more than {limit}{chain}
#       fix: >-
#         Give {limit} at most.
package sekisho.rules.availability.concurrency

import data.sekisho.lib.limits

findings contains finding if some finding in limits.over(data.lists.limits.concurrency)
