import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE_ROOT = os.path.join("/usr/local/airflow/dags", "templates", "orders")


def template(application, name):
    """Path of an application's PodTemplate."""
    return os.path.join(TEMPLATE_ROOT, application, "%s.yaml" % name)


with DAG(
    "orders.join",
    start_date=datetime(2024, 1, 1),
    schedule=timedelta(hours=6),
    catchup=False,
) as dag:
    first = KubernetesPodOperator(task_id="first", namespace="orders", pod_template_file=template("orders-api", "first"))
    second = KubernetesPodOperator(task_id="second", namespace="orders", pod_template_file=template("orders-reports", "second"))
    first.set_downstream(second)
