import os
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

while os.path.exists("/tmp/x"):
    pass

with DAG("asked", start_date=datetime(2024, 1, 1), schedule="@daily") as dag:
    KubernetesPodOperator(task_id="load", namespace="payments")
