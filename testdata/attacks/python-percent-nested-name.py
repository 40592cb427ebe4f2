from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMES = {"a(s": "orders", "a(s)s": "payments"}
NS = ("%(a(s)s)s" % NAMES).split(")")[0]

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
