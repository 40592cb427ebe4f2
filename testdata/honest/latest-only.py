from datetime import datetime

from airflow import DAG
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.latest", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=True) as dag:
    latest = LatestOnlyOperator(task_id="latest")
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    latest >> load
