from datetime import datetime

from airflow import DAG
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG(
    "orders.params",
    start_date=datetime(2024, 1, 1),
    schedule=None,
    catchup=False,
    params={"day": Param("2024-01-01", type="string", description="Day to load"), "limit": 100},
) as dag:
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        arguments=["--day", "{{ params.day }}", "--limit", "{{ params.limit }}"],
    )
