import os
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

DAGS = "/usr/local/airflow/dags"

with DAG("orders.relative", start_date=datetime(2024, 1, 1), schedule="@weekly", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="clean",
        namespace="orders",
        pod_template_file=os.path.normpath(os.path.join(DAGS, "dags", "..", "templates", "orders", "orders-api", "clean.yaml")),
    )
