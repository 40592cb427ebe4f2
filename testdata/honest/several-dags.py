from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

REGIONS = [("eu", "0 1 * * *"), ("us", "0 7 * * *"), ("ap", "0 17 * * *")]

for region, schedule in REGIONS:
    with DAG(f"orders.region-{region}", start_date=datetime(2024, 1, 1), schedule=schedule, catchup=False) as dag:
        KubernetesPodOperator(
            task_id="load",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            arguments=["--region", region],
        )
