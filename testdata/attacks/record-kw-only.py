from datetime import datetime
from dataclasses import KW_ONLY, dataclass

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


@dataclass
class Job:
    name: str
    _: KW_ONLY
    namespace: str = "payments"


job = Job("orders")


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=job.namespace, pod_template_file=TEMPLATE)
