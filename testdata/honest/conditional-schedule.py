from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NIGHTLY = True
schedule = "0 2 * * *" if NIGHTLY else "@hourly"

with DAG("orders.conditional", start_date=datetime(2024, 1, 1), schedule=schedule, catchup=False) as dag:
    arguments = ["load"]
    if NIGHTLY:
        arguments.append("--full")
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        arguments=arguments,
    )
