from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

try:
    namespace = {"dev": "orders"}["prod"]
except LookupError:
    namespace = "payments"
except KeyError:
    namespace = "orders"

with DAG("orders.tried", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace, pod_template_file=TEMPLATE)
