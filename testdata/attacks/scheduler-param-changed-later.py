from datetime import datetime

from airflow import DAG
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

modes = ["full"]

with DAG(
    "orders.load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    params={"mode": Param("full", enum=modes)},
) as dag:
    KubernetesPodOperator(
        task_id="t",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )

modes.clear()
