from datetime import datetime, timedelta
from dataclasses import dataclass
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

for i in range(700):
    @dataclass(order=True, frozen=True, unsafe_hash=True, slots=True)
    class Size:
        a: int

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
