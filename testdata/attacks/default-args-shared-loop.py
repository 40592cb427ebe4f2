from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
ARGS = {"namespace": "orders", "pod_template_file": TEMPLATE}
for i, ns in enumerate(["orders", "payments"]):
    ARGS["namespace"] = ns
    with DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args=ARGS):
        KubernetesPodOperator(task_id="t")
