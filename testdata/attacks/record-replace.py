from datetime import datetime
from collections import namedtuple

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


Job = namedtuple("Job", "name namespace", defaults=["orders"])
job = Job("load")._replace(namespace="payments")


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=job.namespace, pod_template_file=TEMPLATE)
