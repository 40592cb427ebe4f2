from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

KW = {"namespace": "orders"}
KW.pop("namespace")
with DAG(
    "orders.load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    default_args={"namespace": "payments"},
) as dag:
    KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE, **KW)
