# METADATA
# title: Airflow's metadata database
# description: |
#   The file opens Airflow's metadata database: a session, an ORM model, a DagBag, a migration
#   or a secrets backend.
# custom:
#   id: META001
#   name: metadata-database
#   avoid: |
#     from airflow.settings import Session
#
#     Session().execute("DELETE FROM dag WHERE dag_id LIKE 'payments.%'")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The metadata database holds every tenant's DAGs, runs, users and credentials, and Airflow
#     does not keep tenants apart in it.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} reaches Airflow's metadata database {where:text}, which holds every tenant's
#         DAGs, users and credentials
#       fix: >-
#         Remove it. What a job must remember belongs in the service's own database; what
#         another DAG must know is asked of its tenant.
package sekisho.rules.metadata.metadata_database

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"metadata-database"}, "use")
