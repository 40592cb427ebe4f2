from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

seen = ["orders"]


def namespaces():
    while len(seen) < 4:
        yield seen[-1]


with DAG("orders.walker", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    for namespace in namespaces():
        KubernetesPodOperator(task_id=f"load-{len(seen)}", namespace=namespace, pod_template_file=TEMPLATE)
        seen.append("payments" if len(seen) == 2 else "orders")
