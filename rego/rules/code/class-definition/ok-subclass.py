from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator


class OrdersPod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        super().__init__(namespace="orders", **kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
    OrdersPod(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["python", "-m", "orders.load"],
    )
