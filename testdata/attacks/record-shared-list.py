from datetime import datetime
from dataclasses import dataclass, field

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


@dataclass
class Job:
    names: list


names = ["orders"]
job = Job(names)
names[0] = "payments"


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=job.names[0], pod_template_file=TEMPLATE)
