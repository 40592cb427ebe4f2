from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

COMMAND = (
    "set -euo pipefail; "
    "python -m jobs.extract --out /tmp/orders.csv && "
    "python -m jobs.load --in /tmp/orders.csv"
)

with DAG("orders.command", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["/bin/bash", "-c"],
        arguments=[COMMAND],
    )
