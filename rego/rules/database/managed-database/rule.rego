# METADATA
# title: Managed database service
# description: |
#   A task or hook drives a cloud provider's database service.
# custom:
#   id: DB005
#   name: managed-database
#   avoid: |
#     from airflow.providers.amazon.aws.operators.rds import RdsDeleteDbInstanceOperator
#
#     RdsDeleteDbInstanceOperator(task_id="drop", db_instance_identifier="payments")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     It acts with the shared worker's cloud identity, which may create and delete databases of
#     every tenant.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} drives a database service {where:text} with the identity that all tenants
#         share
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.database.managed_database

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"managed-database"}, "use")
