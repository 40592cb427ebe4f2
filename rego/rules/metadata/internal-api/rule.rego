# METADATA
# title: Airflow's internals
# description: |
#   The file calls functions inside Airflow that change DAGs, runs, tasks or settings.
# custom:
#   id: META003
#   name: internal-api
#   avoid: |
#     dag.clear()
#     dag.run()
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     They act on Airflow itself, in a process that all tenants share, and some reach the
#     metadata database.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} changes Airflow itself {where:text}
#       fix: >-
#         Remove it. A DAG file says what should run; starting, clearing and changing runs is
#         for people in Airflow's web page.
package sekisho.rules.metadata.internal_api

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"internal-api"}, "use")
