from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

other = DAG("payments.etl", schedule="@daily", start_date=datetime(2024, 1, 1))
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    with TaskGroup("g", dag=other):
        KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
