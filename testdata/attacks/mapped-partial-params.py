from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
from pathlib import Path

P = {"p": Path("/usr/local/airflow/dags/dags/payments/etl.py")}
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    p = KubernetesPodOperator.partial(task_id="t", namespace="orders", pod_template_file=TEMPLATE, params=P)
    P["p"] = "x"
    p.expand(arguments=[["{{ params.p.replace('/tmp/x') }}"]])
