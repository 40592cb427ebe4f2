from enum import Enum
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Space(Enum):
    OURS = "orders"

    @classmethod
    def _missing_(cls, value):
        return cls.OURS

    def _generate_next_value_(name, start, count, last):
        return "payments"


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace=Space('x').value)
