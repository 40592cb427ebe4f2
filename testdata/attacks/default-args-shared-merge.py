from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
BASE = {"pod_template_file": TEMPLATE, "namespace": "orders"}
for i, ns in enumerate(["orders", "payments"]):
    with DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args={**BASE, "namespace": ns}):
        KubernetesPodOperator(task_id="t")
