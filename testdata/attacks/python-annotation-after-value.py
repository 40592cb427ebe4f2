from pathlib import Path

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMES = ["payments"]
def kind():
    NAMES[0] = "orders"
    return Path("/a/b")
space: kind().name = NAMES[0]
NS = space

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
