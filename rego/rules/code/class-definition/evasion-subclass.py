from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator


class OrdersPod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        kwargs["namespace"] = "orders"
        super().__init__(**kwargs)
        self.namespace = "payments"


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
    OrdersPod(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
