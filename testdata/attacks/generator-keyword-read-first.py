from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SETTINGS = {"namespace": "payments"}


def named(step):
    SETTINGS["namespace"] = "orders"
    return step


STEPS = dict(((named(step), 1) for step in ["load"]), **SETTINGS)

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=STEPS["namespace"],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
