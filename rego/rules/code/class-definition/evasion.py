from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

Operator = type("Operator", (KubernetesPodOperator,), {"namespace": "payments"})

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    Operator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
