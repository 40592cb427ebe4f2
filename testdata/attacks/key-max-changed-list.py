from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

KEYS = [["a"], ["b"], ["c"]]


def key(i):
    if i == 2:
        KEYS[0][0] = "z"
    return KEYS[i]


MOST = max([0, 1, 2], key=key)

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=["orders", "orders", "payments"][MOST],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
