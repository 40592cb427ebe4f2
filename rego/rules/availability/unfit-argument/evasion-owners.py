# Each owner is short, but one column holds all of them.
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    for i in range(20):
        KubernetesPodOperator(
            task_id=f"load-{i}",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            owner=f"team-{i}-" + "x" * 100,
        )
