import functools
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"



@functools.lru_cache
def namespace(value):
    return "payments" if value is True else "orders"


namespace(True)
with DAG("orders.equal", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace(1.0), pod_template_file=TEMPLATE)
