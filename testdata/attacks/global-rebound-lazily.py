from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NAMESPACE = "payments"


def name(step):
    global NAMESPACE
    NAMESPACE = "orders"
    return step


def pod(*steps, namespace):
    return KubernetesPodOperator(task_id="-".join(steps), namespace=namespace, pod_template_file=TEMPLATE)


with DAG("orders.lazily", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    pod(*(name(s) for s in ["load"]), namespace=NAMESPACE)
