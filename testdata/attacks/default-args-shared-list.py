from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
def build(i, cmds):
    with DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": "orders", "pod_template_file": TEMPLATE, "cmds": cmds}):
        KubernetesPodOperator(task_id="t")


build(1, ["a"])
build(2, ["{{ macros.uuid.os.popen(1) }}"])
