from datetime import datetime
from functools import cache

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

names = ["payments", "orders"]


@cache
def namespace(of):
    mine = names.pop(0)
    if names:
        namespace(of)
    return mine


namespace("load")

with DAG("orders.cached", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace("load"), pod_template_file=TEMPLATE)
