from datetime import datetime, timedelta

from airflow import DAG
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, outlets=[Dataset("s3://orders/x", extra={"n": -1e999})])
