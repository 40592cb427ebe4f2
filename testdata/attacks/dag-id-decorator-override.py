from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.decorators import dag

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@dag("payments.etl", schedule="@daily", start_date=datetime(2024, 1, 1))
def orders_load():
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)


orders_load()
