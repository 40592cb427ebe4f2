from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

STEPS = {
    "customers": ["--table", "customers"],
    "orders": ["--table", "orders"],
    "lines": ["--table", "order_lines", "--batch", "500"],
}

with DAG("orders.tables", start_date=datetime(2024, 1, 1), schedule="15 2 * * *", catchup=False) as dag:
    for step, arguments in STEPS.items():
        KubernetesPodOperator(
            task_id=f"export_{step}",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/export.yaml",
            arguments=["export"] + arguments,
        )
