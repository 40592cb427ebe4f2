from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

chosen = ["payments"]


def steps():
    for step in ["extract", "load"]:
        yield step
    chosen[0] = "orders"


for step in steps():
    if step == "load":
        break

with DAG("orders.left", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=chosen[0], pod_template_file=TEMPLATE)
