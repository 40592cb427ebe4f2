# METADATA
# title: Connections through a hook
# description: |
#   The file asks Airflow for a connection or for the hook of one.
# custom:
#   id: META010
#   name: connection-access
#   avoid: |
#     from airflow.hooks.base import BaseHook
#
#     PASSWORD = BaseHook.get_connection("payments").password
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Connections are the credentials of every tenant; Airflow gives any of them to whoever
#     names it.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} reads the credentials of a connection {where:text}; Airflow gives those of
#         any tenant
#       fix: >-
#         Keep credentials in a Kubernetes Secret of the namespace and name it in the
#         PodTemplate.
package sekisho.rules.metadata.connection_access

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"connection-access"}, "use")
