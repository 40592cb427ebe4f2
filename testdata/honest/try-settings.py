from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SETTINGS = {"load": {"retries": "3", "size": "large"}, "send": {"retries": "some"}}


def setting(step, name, default):
    try:
        return SETTINGS[step][name]
    except KeyError:
        return default


def retries(step):
    written = setting(step, "retries", 1)
    try:
        number = int(written)
        if number > 5:
            raise ValueError(f"too many retries: {number}")
    except (TypeError, ValueError):
        number = 1
    return number


with DAG("orders.settings", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    for step in ["extract", "load", "send"]:
        KubernetesPodOperator(
            task_id=step, namespace="orders", pod_template_file=TEMPLATE, retries=retries(step), arguments=["--size", setting(step, "size", "small")]
        )
