import functools
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"



@functools.lru_cache(maxsize=None)
def options(team):
    return {"namespace": team}


options("orders")["namespace"] = "payments"
with DAG("orders.cached", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", pod_template_file=TEMPLATE, **options("orders"))
