from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

LEFT = ["a", "b"]


def more(name):
    LEFT.pop()
    return LEFT


NAMES = list(filter(more, ["payments", "orders"])) + ["orders"]

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=NAMES[0],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
