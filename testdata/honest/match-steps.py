from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

STEPS = [
    "extract",
    ("load", "large"),
    {"name": "report", "arguments": ["--weekly"]},
    {"name": "send", "retries": 3},
]


def options(step):
    match step:
        case str(name):
            return {"task_id": name}
        case (name, "small" | "large" as size):
            return {"task_id": name, "arguments": ["--size", size]}
        case {"name": name, "arguments": [*arguments]}:
            return {"task_id": name, "arguments": arguments}
        case {"name": name, **rest}:
            return {"task_id": name, **rest}


with DAG("orders.shapes", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    previous = None
    for step in STEPS:
        pod = KubernetesPodOperator(namespace="orders", pod_template_file=TEMPLATE, **options(step))
        if previous is not None:
            previous >> pod
        previous = pod
