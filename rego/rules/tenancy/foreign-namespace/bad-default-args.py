from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

COMMON = {
    "owner": "orders",
    'namespace': 'payments',
    "pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
}

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), default_args=COMMON):
    KubernetesPodOperator(task_id="load") >> KubernetesPodOperator(task_id="clean")
