# METADATA
# title: Kubernetes client
# description: |
#   The file talks to Kubernetes itself, by a client library or by Airflow's hooks and helpers
#   for it.
# custom:
#   id: TEN007
#   name: kubernetes-client
#   avoid: |
#     from kubernetes import client, config
#
#     config.load_incluster_config()
#     client.CoreV1Api().create_namespaced_pod("payments", {})
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Airflow's service account may act in every tenant's namespace; only KubernetesPodOperator
#     with a template is judged for where its pod starts.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} talks to Kubernetes {where:text} with rights in every tenant's namespace
#       fix: >-
#         Start the pod with `KubernetesPodOperator(pod_template_file=…)` in your own namespace.
package sekisho.rules.tenancy.kubernetes_client

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"kubernetes-client"}, "use")
