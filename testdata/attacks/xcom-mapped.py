from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    a = KubernetesPodOperator(task_id="a", namespace="orders", pod_template_file=TEMPLATE, do_xcom_push=True)
    KubernetesPodOperator.partial(task_id="t", pod_template_file=TEMPLATE).expand(namespace=a.output)
