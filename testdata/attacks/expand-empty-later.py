from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

L = []
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator.partial(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml").expand(namespace=L)
L.append("payments")
