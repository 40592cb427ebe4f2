from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SETTINGS = {"namespace": "payments"}


def named(step):
    SETTINGS["namespace"] = "orders"
    return step


def space(*steps, namespace):
    return namespace


SPACE = space(*(named(step) for step in ["load"]), namespace=SETTINGS["namespace"])

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=SPACE,
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
