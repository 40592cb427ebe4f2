from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

for n in range(10_000):
    with DAG(f"orders.load{n}", schedule="@daily", start_date=datetime(2024, 1, 1)):
        KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
