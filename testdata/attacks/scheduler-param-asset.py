from datetime import datetime, timedelta

from airflow import DAG
from airflow.datasets import Dataset
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule=[Dataset("s3://orders/x")], start_date=datetime(2024, 1, 1), params={"n": Param("x", schema={"type": "integer"})}) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
