from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

default_args = {
    "owner": "orders",
    "retries": 1,
    "retry_delay": timedelta(minutes=5),
    "catchup": False,
    "schedule_interval": "@daily",
    "max_active_runs": 1,
    "dagrun_timeout": timedelta(hours=2),
    "tags": ["orders"],
}

with DAG(
    "orders.defaults",
    start_date=datetime(2024, 1, 1),
    schedule_interval="@daily",
    catchup=False,
    default_args=default_args,
):
    EmptyOperator(task_id="start") >> KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
