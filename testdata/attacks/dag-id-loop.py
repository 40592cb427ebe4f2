from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

for team in ("orders", "payments"):
    with DAG(f"{team}.etl", schedule="@daily", start_date=datetime(2024, 1, 1)):
        KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
