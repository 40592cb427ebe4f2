from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
PARAMS = {}


class Pod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        PARAMS["task"] = 1
        super().__init__(**kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    first = KubernetesPodOperator(task_id="first", namespace="orders", pod_template_file=TEMPLATE)
    PARAMS["task"] = first
    Pod(task_id="load", namespace="orders", pod_template_file=TEMPLATE, params=PARAMS, arguments=["{{ params.task.hook.x }}"])
