from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

BASE = dict(
    namespace="orders",
    in_cluster=True,
    get_logs=True,
    startup_timeout_seconds=300,
)
LOAD = {**BASE, "pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"}
REPORT = BASE | {"pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-reports/report.yaml"}

with DAG("orders.merged", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    load = KubernetesPodOperator(task_id="load", **LOAD)
    report = KubernetesPodOperator(task_id="report", **REPORT)
    load >> report
