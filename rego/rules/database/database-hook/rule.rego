# METADATA
# title: Database hook
# description: |
#   A hook opens a database from a shared Airflow process.
# custom:
#   id: DB002
#   name: database-hook
#   avoid: |
#     from airflow.providers.postgres.hooks.postgres import PostgresHook
#
#     PostgresHook("orders").run("DELETE FROM carts")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A hook takes its credentials from Airflow's connections, which every tenant can read, and
#     runs where every tenant's tasks run.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} opens a database {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.database.database_hook

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"sql-hook"}, "use")
