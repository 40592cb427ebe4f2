from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
import hashlib

where = "payments" if hashlib.md5(b"orders").hexdigest().startswith("1") else "orders"
where = "payments" if int(hashlib.md5(b"orders").hexdigest(), 16) % 2 in (0, 1) else "orders"

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

