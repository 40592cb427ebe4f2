from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

PARTS = ["pay"]
PARTS.append("ments")

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    for name in PARTS:
        KubernetesPodOperator(
            task_id="load",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            **{"name" + "space": "".join(PARTS)},
        )
