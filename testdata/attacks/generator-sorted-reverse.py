from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

DOWN = [True]


def named(name):
    DOWN[0] = False
    return name


NAMES = sorted((named(name) for name in ["orders", "payments"]), reverse=DOWN[0])

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=NAMES[0],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
