from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SETTINGS = {"source": {"bucket": "orders-raw", "prefix": {"daily": "d", "hourly": "h"}}, "target": "orders-clean"}


def flat(settings, path=()):
    pairs = []
    for key, value in settings.items():
        if isinstance(value, dict):
            pairs += flat(value, path + (key,))
        else:
            pairs.append(f"--{'-'.join(path + (key,))}={value}")
    return pairs


with DAG("orders.flat", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE, arguments=flat(SETTINGS))
