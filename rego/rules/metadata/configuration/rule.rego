# METADATA
# title: Airflow's configuration
# description: |
#   The file reads Airflow's configuration.
# custom:
#   id: META005
#   name: configuration
#   avoid: |
#     from airflow.configuration import conf
#
#     URI = conf.get("database", "sql_alchemy_conn")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     The configuration holds the address and password of the metadata database and the key that
#     all credentials are encrypted with.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} reads Airflow's configuration {where:text}: database password, encryption
#         key, credentials
#       fix: >-
#         Remove it. Write the value that the DAG needs into the DAG or its PodTemplate.
package sekisho.rules.metadata.configuration

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"configuration"}, "use")
