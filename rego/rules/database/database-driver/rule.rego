# METADATA
# title: Database driver
# description: |
#   The file uses a library that opens a database: a driver, an ORM, a search, vector or graph
#   store, or the SQL reader of a data frame library.
# custom:
#   id: DB004
#   name: database-driver
#   avoid: |
#     import psycopg2
#
#     rows = psycopg2.connect("host=db user=u password=p").cursor().execute("select 1")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     At module level the driver runs in the scheduler each time the file is read; in a task it
#     runs on a worker beside those of other tenants.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} opens a database {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.database.database_driver

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"driver"}, "use")
