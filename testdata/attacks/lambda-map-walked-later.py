from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SPACES = ["payments", "orders"]
SPACES.sort(key=lambda x: x, reverse=True)
LATER = map(lambda x: SPACES.reverse() or x, "ab")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    for x in LATER:
        KubernetesPodOperator(task_id=x, pod_template_file=TEMPLATE, namespace=SPACES[0])
