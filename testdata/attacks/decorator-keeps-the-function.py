from datetime import datetime

from airflow import DAG
from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

kept = []


def keep(function):
    kept.append(function)
    return function


@dag("orders.kept", default_args={"namespace": "orders"}, start_date=datetime(2024, 1, 1), schedule=None, catchup=False)
@keep
def pods():
    KubernetesPodOperator(task_id="load", pod_template_file=TEMPLATE)


pods()
with DAG("orders.other", default_args={"namespace": "payments"}, start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    kept[0]()
