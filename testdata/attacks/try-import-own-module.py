from datetime import datetime

from airflow import DAG

try:
    from airflow.providers.cncf.kubernetes.operators.pods import KubernetesPodOperator
except ImportError:
    from dags.orders.operators import KubernetesPodOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
