from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

options = {"namespace": "orders"}


def steps():
    yield "extract"
    options["namespace"] = "payments"
    yield "load"


with DAG("orders.steps", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    for step in steps():
        KubernetesPodOperator(task_id=step, pod_template_file=TEMPLATE, **options)
