from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator as Pod

NS = "orders"
COMMON = {
    "pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    "namespace": NS,
}
NS = "payments"
COMMON["namespace"] = NS

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), default_args=COMMON):
    Pod(task_id="load")
    Pod(task_id="clean", namespace=NS)
    Pod(task_id="check", namespace=COMMON["namespace"])
