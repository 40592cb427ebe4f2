from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(task_id="load", namespace=None, image="registry.example/orders-api:1")
