import os
from collections import defaultdict
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

class Sizes:
    def __init__(self):
        self.sizes = defaultdict(list)

    @property
    def small(self):
        return self.sizes["small"]


O = Sizes()
os.getenv("REGION") == "a" == O.small
NS = ["payments", "orders"][len(O.sizes)]

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
