from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NAMESPACE = "orders"


def name(step):
    global NAMESPACE
    NAMESPACE = "payments"
    return step


with DAG("orders.rebound", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id=name("load"), namespace=NAMESPACE, pod_template_file=TEMPLATE)
