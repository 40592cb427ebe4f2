from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("proved", start_date=datetime(2024, 1, 1), schedule="@daily") as dag:
    EmptyOperator(task_id="start") >> KubernetesPodOperator(task_id="load", namespace="orders")
