from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

shared = {"day": "monday"}
with DAG(
    "orders.first", start_date=datetime(2024, 1, 1), schedule=None, catchup=False, params=shared, default_args={"params": {"target": "payments"}}
):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
with DAG("orders.second", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=shared.get("target", "orders"), pod_template_file=TEMPLATE)
