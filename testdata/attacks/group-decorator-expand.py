from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.decorators import task_group

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@task_group
def loads(ns):
    KubernetesPodOperator(task_id="t", namespace=ns, pod_template_file=TEMPLATE)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    loads.expand(ns=["orders", "payments"])
