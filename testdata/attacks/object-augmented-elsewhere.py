from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Space:
    pass


space = other = Space()
space.name = "orders"
third = Space()


def swap():
    globals()["space"] = third
    return "payments"


third.name = ""
other.name = ""
space.name += swap()


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace=other.name or 'orders')
