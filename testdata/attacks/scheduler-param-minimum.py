from datetime import datetime, timedelta

from airflow import DAG
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), params={"n": Param(5, minimum=10)}) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
