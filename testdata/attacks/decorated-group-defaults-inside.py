from datetime import datetime

from airflow import DAG
from airflow.decorators import task_group
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"namespace": "orders"}

@task_group(group_id="g", default_args=A)
def load():
    A["namespace"] = "payments"
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", **A)

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    load()
