from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

start = ["orders"]
all_names = sum((start.append("payments") or start for _ in range(2)), [])
where = all_names[1]

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

