from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.decorators import task

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@task.branch
def t():
    import os

    os.system("id")
    return "x"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    t()
