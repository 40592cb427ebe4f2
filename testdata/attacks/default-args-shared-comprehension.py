from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
def build(i, ns):
    d = DAG(f"orders.{i}", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": ns, "pod_template_file": TEMPLATE})
    return KubernetesPodOperator(task_id="t", dag=d)


tasks = [build(i, ns) for i, ns in enumerate(["orders", "payments"])]
