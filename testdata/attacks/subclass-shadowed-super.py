from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Other(KubernetesPodOperator):
    def __init__(self, **kwargs):
        super().__init__(**dict(kwargs, namespace="payments"))


class Pod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


def super():
    return Other


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
