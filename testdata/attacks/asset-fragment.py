from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, outlets=[Dataset("s3://payments#orders")])
