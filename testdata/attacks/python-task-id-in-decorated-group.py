from airflow import DAG
from airflow.decorators import task_group
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

@task_group
def payments():
    return EmptyOperator(task_id="orders")
with DAG("orders.index", schedule=None):
    first = payments()
NS = first.task_id.split(".")[0]

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
