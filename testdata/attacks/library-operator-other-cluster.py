from datetime import datetime

from airflow import DAG
from acme_airflow.pods import AcmePodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.library_operator_other_cluster", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    AcmePodOperator(task_id="load", pod_template_file=TEMPLATE, cluster_name="payments")
