from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
D = {ns: DAG(f"orders.{ns}", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": ns}) for ns in ["orders", "payments"]}
for ns, d in D.items():
    KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE, dag=d)
