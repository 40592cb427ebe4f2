# METADATA
# title: Cloud SDK, operator or object storage
# description: |
#   The file uses a cloud provider's library, operator or object storage.
# custom:
#   id: NET003
#   name: cloud-api
#   avoid: |
#     import boto3
#
#     boto3.client("s3").put_object(Bucket="airflow", Key="dags/payments/x.py", Body=b"")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     It acts with the identity of the shared worker, which can write every tenant's DAGs and
#     read every tenant's secrets. A pod has its own identity, bound to its service account.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} acts on the cloud {where:text} with the identity that all tenants share
#       fix: >-
#         Make the work a job of the service itself, in its own image with its own credentials,
#         and start that job with `KubernetesPodOperator(pod_template_file=…)`.
package sekisho.rules.network.cloud_api

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"cloud-operator", "cloud-sdk", "object-storage"}, "use")
