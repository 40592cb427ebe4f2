from datetime import datetime

from airflow import DAG
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    for i, ns in enumerate(["orders", "payments"]):
        with TaskGroup(f"g{i}", default_args={"namespace": ns, "pod_template_file": TEMPLATE}):
            KubernetesPodOperator(task_id="t")
