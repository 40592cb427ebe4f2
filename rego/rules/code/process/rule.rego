# METADATA
# title: Processes and threads
# description: |
#   The file starts, ends or controls a process or a thread.
# custom:
#   id: CODE001
#   name: process
#   avoid: |
#     import os
#
#     os.system("id")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A process that a DAG file starts runs with the rights of the scheduler or worker, and may
#     outlive the file.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} starts or controls a process {where:text}
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.code.process

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"process"}, "use")
