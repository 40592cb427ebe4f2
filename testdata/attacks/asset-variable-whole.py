from datetime import datetime

from airflow.models import Variable
from airflow import DAG
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        outlets=[Dataset(Variable.get("orders_host"))],
    )
