from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

def finish(task):
    task.namespace = "payments"
    return task


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    finish(KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE))
