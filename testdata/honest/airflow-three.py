from datetime import datetime

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, TaskGroup, chain

with DAG("orders.three", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    with TaskGroup("work") as work:
        KubernetesPodOperator(
            task_id="load",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        )
    chain(EmptyOperator(task_id="start"), work)
