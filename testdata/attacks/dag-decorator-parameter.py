from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.decorators import dag

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@dag("orders.load", schedule=None, start_date=datetime(2024, 1, 1))
def load(ns="orders"):
    KubernetesPodOperator(task_id="t", namespace=ns, pod_template_file=TEMPLATE)


load()
