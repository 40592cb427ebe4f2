from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from functools import partial
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

TeamDAG = partial(DAG, schedule="@daily", start_date=datetime(2024, 1, 1), default_args={"namespace": "payments"})
with TeamDAG("orders.load"):
    KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE)
