from datetime import datetime

from airflow import DAG
from acme_airflow.pods import AcmePodOperator
from acme_airflow.tags import TIERS

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
TAGS = TIERS + ["daily"]

with DAG("orders.library_operator", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    AcmePodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
