from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

names = ["orders"]
def put(name):
    names[0] = name
    return name
def first(name, mode=""):
    return name
NS = first(*names, mode=put("payments"))

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
