from datetime import datetime

from airflow import DAG
from acme_airflow.tags import TIERS
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
TIERS.append("payments")

with DAG("orders.library_constant_changed", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
