from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
def args(ns):
    x = ns
    return {"namespace": x, "pod_template_file": TEMPLATE}


for i in range(2):
    with DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args=args(["orders", "payments"][i])):
        KubernetesPodOperator(task_id="t")
