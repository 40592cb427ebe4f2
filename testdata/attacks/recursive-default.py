from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


def nested(depth, seen=["orders"]):
    if depth:
        seen.insert(0, "payments" if depth == 1 else "orders")
        return nested(depth - 1)
    return seen[0]


with DAG("orders.nested", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=nested(3), pod_template_file=TEMPLATE)
