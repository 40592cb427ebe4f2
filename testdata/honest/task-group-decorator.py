from datetime import datetime

from airflow import DAG
from airflow.decorators import task_group
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.decorated-group", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:

    @task_group(group_id="loads")
    def loads():
        KubernetesPodOperator(
            task_id="load",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        )

    loads()
