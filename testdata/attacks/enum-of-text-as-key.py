from enum import Enum
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Space(str, Enum):
    OURS = "orders"
    THEIRS = "payments"


SPACES = {"payments": "orders"}
SPACES.update({Space.THEIRS: "payments"})
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace=SPACES['payments'])
