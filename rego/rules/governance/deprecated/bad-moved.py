from datetime import datetime

from airflow import DAG
from airflow.operators.latest_only_operator import LatestOnlyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.helpers import chain

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    latest = LatestOnlyOperator(task_id="latest")
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    chain(latest, load)
