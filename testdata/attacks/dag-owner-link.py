from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG(
    "orders.load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    owner_links={"orders": "javascript://example.com/%0aalert(document.cookie)"},
) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", owner="orders", pod_template_file=TEMPLATE)
