from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    for name in ["load", "clean"]:
        KubernetesPodOperator(
            task_id=name,
            namespace="orders",
            pod_template_file=f"/usr/local/airflow/dags/templates/orders/orders-api/{name}.yaml",
        )
