from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMES = ["payments"]
def kind():
    NAMES[0] = "orders"
    return list
def choose():
    space: kind()[str] = NAMES
    return space[0]
NS = choose()

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
