from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

LISTS = [["a", "orders"], ["b", "orders"], ["c", "payments"]]


def listed(i):
    if i == 2:
        LISTS[0][0] = "z"
        LISTS[1][0] = "a"
    return LISTS[i]


LEAST = max(listed(i) for i in range(3))

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=LEAST[1],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
