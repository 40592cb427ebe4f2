from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG(
    dag_id="orders-load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
) as dag:
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        deferrable=True,
        poll_interval=0,
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
