from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
ARGS = {"namespace": "orders", "pod_template_file": TEMPLATE, "cmds": ["a"]}
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), default_args=ARGS) as dag:
    mine = dag.default_args
    mine["namespace"] = "payments"
    KubernetesPodOperator(task_id="t")
