from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"



def steps():
    yield "extract"
    KubernetesPodOperator(task_id="hidden", namespace="payments", pod_template_file=TEMPLATE)
    yield "load"


with DAG("orders.tasks", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    names = ", ".join(steps())
