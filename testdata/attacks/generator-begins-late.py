from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

namespace = "payments"


def steps():
    global namespace
    namespace = "orders"
    yield "load"


def pods(*steps, namespace):
    for step in steps:
        KubernetesPodOperator(task_id=step, namespace=namespace, pod_template_file=TEMPLATE)


with DAG("orders.late", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    pods(*steps(), namespace=namespace)
