# METADATA
# title: Command on a worker or another host
# description: |
#   A task runs a command on the shared worker, on another host, or in a container that
#   Kubernetes does not know of.
# custom:
#   id: CODE002
#   name: shell-operator
#   avoid: |
#     from airflow.operators.bash import BashOperator
#
#     BashOperator(task_id="clean", bash_command="psql $URL -c 'truncate carts'")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A command on the worker reads whatever the worker reads: the credentials in its
#     environment, the files of all tenants.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} runs commands {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.code.shell_operator

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"container-runtime", "shell-operator", "ssh"}, "use")
