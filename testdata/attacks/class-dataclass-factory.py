from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from dataclasses import dataclass, field

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@dataclass
class Settings:
    namespace: str = field(default_factory="payments".strip)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=Settings().namespace, pod_template_file=TEMPLATE)
