from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SETTINGS = {"pod": {"namespace": "orders"}}
match SETTINGS:
    case {"pod": pod}:
        pod["namespace"] = "payments"

with DAG("orders.captured", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", pod_template_file=TEMPLATE, **SETTINGS["pod"])
