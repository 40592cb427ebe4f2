from datetime import datetime
from dataclasses import dataclass, field

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


@dataclass
class Text:
    template_fields: tuple = ("text",)
    text: str = ""


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace="orders", arguments=[Text(text="{{ conn.payments.password }}")], pod_template_file=TEMPLATE)
