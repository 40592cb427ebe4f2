from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from common.pods import python

with DAG("python_too", start_date=datetime(2024, 1, 1), schedule="@daily") as dag:
    KubernetesPodOperator(task_id="load", namespace="orders") >> python("check", print)
