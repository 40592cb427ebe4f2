# METADATA
# title: Transfer operator
# description: |
#   A task moves data between two systems on a shared Airflow worker.
# custom:
#   id: DB003
#   name: transfer-operator
#   avoid: |
#     from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator
#
#     S3ToRedshiftOperator(task_id="copy", schema="s", table="t", s3_bucket="b", s3_key="k")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     Both ends are reached with credentials that all tenants share, and the data passes through
#     a worker that all tenants share.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} moves data {where:text}; on this platform Airflow only starts pods
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.database.transfer_operator

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"transfer"}, "use")
