from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from itertools import product
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    for i, (a, b) in enumerate(product(["or", "pay"], ["ders", "ments"])):
        KubernetesPodOperator(task_id=f"t{i}", namespace=a + b, pod_template_file=TEMPLATE)
