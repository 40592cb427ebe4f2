from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.decorators import setup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@setup
def t():
    import os

    os.system("id")

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    t()
