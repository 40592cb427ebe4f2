from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.a", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": "payments"}):
    p = KubernetesPodOperator.partial(task_id="t", pod_template_file=TEMPLATE)
with DAG("orders.b", schedule=None, start_date=datetime(2024, 1, 1), default_args={"namespace": "orders"}):
    p.expand(cmds=[["a"]])
