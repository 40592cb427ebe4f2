from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from itertools import chain
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

names = ["orders"]
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    for i, ns in enumerate(chain(names)):
        if i == 0:
            names.append("payments")
        KubernetesPodOperator(task_id=f"t{i}", namespace=ns, pod_template_file=TEMPLATE)
