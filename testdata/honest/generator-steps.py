from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

TREE = {"raw": {"orders": "s3://orders-raw/orders", "items": "s3://orders-raw/items"}, "clean": "s3://orders-clean"}


def leaves(tree, path=()):
    for name, node in tree.items():
        if isinstance(node, dict):
            yield from leaves(node, path + (name,))
        else:
            yield "-".join(path + (name,)), node


def pods(names):
    for name, address in names:
        yield KubernetesPodOperator(task_id=f"check-{name}", namespace="orders", pod_template_file=TEMPLATE, arguments=[address])


with DAG("orders.leaves", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    previous = None
    for pod in pods(list(leaves(TREE))):
        if previous is not None:
            previous >> pod
        previous = pod
