from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    with TaskGroup("g" * 120):
        with TaskGroup("h" * 120):
            KubernetesPodOperator(task_id="t" * 120, namespace="orders", pod_template_file=TEMPLATE)
