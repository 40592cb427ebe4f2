from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

OURS = {"namespace": "orders", "pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"}
THEIRS = {"namespace": "payments", "pod_template_file": "/usr/local/airflow/dags/templates/payments/api/load.yaml"}

with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), default_args=THEIRS):
    KubernetesPodOperator.partial(task_id="t").expand(arguments=[["a"]], default_args=[OURS])
