from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NAMES = ["orders", "skipped", "payments", "orders"]
KEPT = []
for name in NAMES:
    KEPT.append(name)
    if name == "orders":
        NAMES.remove("skipped") if "skipped" in NAMES else None
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=KEPT[1], pod_template_file=TEMPLATE)
