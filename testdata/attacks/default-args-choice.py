from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

if datetime.now().year > 2000:
    ARGS = {"namespace": "payments"}
else:
    ARGS = {"namespace": "orders"}
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), default_args=ARGS):
    KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE)
