from datetime import datetime
from itertools import product

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SPACES = ["payments"]


def named(step):
    SPACES[0] = "orders"
    return step


PAIRS = list(product(SPACES, (named(step) for step in ["load"])))

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=PAIRS[0][0],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
