from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
def pod(**kw):
    return KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE, **kw)


for i, ns in enumerate(["orders", "payments"]):
    with DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1)):
        pod(namespace=ns)
