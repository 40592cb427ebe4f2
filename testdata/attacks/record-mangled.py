from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


_Config__name = "payments"
__name = "orders"


class Config:
    NAMESPACE = __name


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace=Config.NAMESPACE, pod_template_file=TEMPLATE)
