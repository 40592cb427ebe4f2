from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from functools import partial
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

Pod = partial(KubernetesPodOperator, namespace="orders", pod_template_file=TEMPLATE)
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="t", namespace="payments")
