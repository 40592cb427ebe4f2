from datetime import datetime

from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"namespace": "orders"}

@dag(dag_id="orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args=A)
def load():
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

A["namespace"] = "payments"
load()
