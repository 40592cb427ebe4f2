from datetime import datetime

from airflow import DAG
from airflow.decorators import dag as make_dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
def build(i, ns):
    @make_dag(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": ns, "pod_template_file": TEMPLATE})
    def load():
        KubernetesPodOperator(task_id="t")
    load()


build(1, "orders")
build(2, "payments")
