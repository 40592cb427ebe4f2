from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


NAMES = ["payments"]


class Config:
    NAMES = ["orders"]
    PAIRS = [[name for name in NAMES] for _ in (1,)]


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=Config.PAIRS[0][0], pod_template_file=TEMPLATE)
