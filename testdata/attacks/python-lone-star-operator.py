from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

names = []


def pick(*given, **more):
    return {0: "orders", 1: "payments"}[len(given)]


with DAG("orders.load", schedule=None):
    KubernetesPodOperator(
        task_id="load",
        namespace=pick(*names, more=names.append("x")),
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
    )
