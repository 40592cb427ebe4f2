from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

pair = ["namespace", "orders"]


def pairs():
    pair[1] = "payments"
    yield pair
    pair[0], pair[1] = "image", "registry.internal/orders/load:1"
    yield pair


options = dict(pairs())
with DAG("orders.pairs", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", pod_template_file=TEMPLATE, **options)
