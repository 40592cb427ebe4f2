# METADATA
# title: Database operator or sensor
# description: |
#   A task queries, changes or watches a database from a shared Airflow worker: SQL operators
#   and sensors of any provider, their triggers, and `@task.sql`.
# custom:
#   id: DB001
#   name: database-operator
#   avoid: |
#     from airflow.providers.postgres.operators.postgres import PostgresOperator
#
#     PostgresOperator(task_id="clean", postgres_conn_id="orders", sql="DELETE FROM carts")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The credentials would have to live in Airflow, where every tenant reads them, and a change
#     of the schema would break DAGs that the service does not know of.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} works on a database {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.database.database_operator

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"sql-operator"}, "use")
