from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

KW = {"namespace": "orders", "labels": {}}
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    half = KubernetesPodOperator.partial(task_id="t", pod_template_file=TEMPLATE, **KW)
    KW["labels"]["app"] = "payments-api"
    half.expand(arguments=[["a"]])
