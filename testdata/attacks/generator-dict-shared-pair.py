from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

PAIR = ["", "x"]


def pair(name):
    PAIR[0] = name
    return PAIR


NAMES = dict(pair(name) for name in ["payments", "orders"])

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=list(NAMES)[0],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
