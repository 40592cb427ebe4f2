# The keyword stands in a helper, and a tuple of pods is made with it.
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

PLACES = {"load": "orders", "clean": "pay" + "ments"}


def pod(name):
    return KubernetesPodOperator(
        task_id=name,
        namespace=PLACES[name],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )


with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    pod("load") >> pod("clean")
