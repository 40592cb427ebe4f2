# METADATA
# title: Channel to the task's supervisor
# description: |
#   The file uses the channel between a task and its supervisor in Airflow 3.
# custom:
#   id: META007
#   name: supervisor-comms
#   avoid: |
#     from airflow.sdk.execution_time.task_runner import SUPERVISOR_COMMS
#
#     SUPERVISOR_COMMS.send(None)
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The supervisor answers for the whole task: connections, variables, states of other tasks.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} speaks to the task's supervisor {where:text}, which hands out credentials and
#         changes states
#       fix: >-
#         Remove it.
package sekisho.rules.metadata.supervisor_comms

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"supervisor-comms"}, "use")
