from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NAMES = ["orders"] * 60 + ["payments"]
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    for number, ns in enumerate(NAMES):
        KubernetesPodOperator(task_id=f"t{number}", namespace=ns, pod_template_file=TEMPLATE)
