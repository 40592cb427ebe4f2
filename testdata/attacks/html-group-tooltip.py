from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
    with TaskGroup("g", tooltip="<img src=x onerror=alert(document.cookie)>"):
        KubernetesPodOperator(task_id="u", namespace="orders", pod_template_file=TEMPLATE)
