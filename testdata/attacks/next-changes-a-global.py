from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

space = "orders"


def name(item):
    global space
    space = "payments"
    return item


FIRST = next((name(item) for item in ["a"]), space)
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace=space)
