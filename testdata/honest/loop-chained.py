from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TABLES = ["a", "b", "c", "d"]

with DAG("orders.chained", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    previous = None
    for table in TABLES:
        current = KubernetesPodOperator(
            task_id="load_" + table,
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            arguments=["--table", table],
        )
        if previous is not None:
            previous >> current
        previous = current
