import functools
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

TARGET = "payments"


@functools.lru_cache
def namespace():
    return TARGET


namespace()
TARGET = "orders"
with DAG("orders.remembered", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace(), pod_template_file=TEMPLATE)
