from datetime import datetime
from enum import Enum

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Space(str, Enum):
    orders = "payments"


name = f"{Space.orders}".split(".")[-1]


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=name, pod_template_file=TEMPLATE)
