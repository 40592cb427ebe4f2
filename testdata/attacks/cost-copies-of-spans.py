from datetime import datetime, timedelta
import copy
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SPANS = [timedelta(days=i) for i in range(3000)]
for i in range(35):
    copy.deepcopy(SPANS)

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
