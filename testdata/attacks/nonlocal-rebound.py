from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


def namespaces():
    calls = 0

    def following():
        nonlocal calls
        calls += 1
        return "payments" if calls > 2 else "orders"

    return following


following = namespaces()
with DAG("orders.counted", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    for step in ["extract", "load", "send"]:
        KubernetesPodOperator(task_id=step, namespace=following(), pod_template_file=TEMPLATE)
