from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule=Dataset("s3://orders/a") | Dataset("s3://orders/c"), start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, outlets=[Dataset("s3://orders/b")])
with DAG("orders.index", schedule=[Dataset("s3://orders/b")], start_date=datetime(2024, 1, 1), catchup=False, default_args={"outlets": [Dataset("s3://orders/c")]}):
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
