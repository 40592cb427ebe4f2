# METADATA
# title: HTTP operator, sensor or hook
# description: |
#   A task calls a service over HTTP from a shared Airflow worker.
# custom:
#   id: NET002
#   name: http-operator
#   avoid: |
#     from airflow.providers.http.operators.http import SimpleHttpOperator
#
#     SimpleHttpOperator(task_id="close", http_conn_id="orders", endpoint="/carts/close")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The work belongs to the service: a job in its own image needs no public endpoint, no
#     credentials in Airflow and no time limit of a request.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} calls a service over HTTP {where:text}; on this platform Airflow only starts
#         pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.network.http_operator

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"http-hook", "http-operator"}, "use")
