from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), dagrun_timeout=timedelta(hours=6), max_active_runs=1, default_args={"owner": "orders", "retries": "2", "retry_delay": timedelta(minutes=5), "sla": timedelta(hours=2), "retry_exponential_backoff": True}) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, priority_weight=5, pool_slots=2, poll_interval=5)
