from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def tidy(context):
    KubernetesPodOperator(task_id="tidy", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/clean.yaml").execute(context)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, default_args={"on_failure_callback": tidy}):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
