# METADATA
# title: Network client
# description: |
#   The file opens sockets or uses an HTTP client or another network library.
# custom:
#   id: NET001
#   name: network-client
#   avoid: |
#     import requests
#
#     CONFIG = requests.get("https://config.orders.svc/jobs").json()
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A DAG file is read again every few seconds in the shared scheduler: a request there slows
#     every tenant's DAGs, and it reaches every service that the scheduler reaches.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} reaches the network {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.network.network_client

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"http-client", "network"}, "use")
