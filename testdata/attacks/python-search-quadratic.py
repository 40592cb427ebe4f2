from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

text = "a" * 200000
part = "a" * 50000 + "b" + "a" * 50000
found = [part in text for _ in range(20)]
NS = "orders"

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
