from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

step_number = 0


def step(name):
    global step_number
    step_number += 1
    return KubernetesPodOperator(
        task_id=f"{step_number:02d}-{name}", namespace="orders", pod_template_file=TEMPLATE, arguments=["--shard", shard()]
    )


def counter():
    n = 0

    def following():
        nonlocal n
        n += 1
        return str(n)

    return following


shard = counter()
with DAG("orders.numbered", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    step("extract") >> step("transform") >> step("load")
