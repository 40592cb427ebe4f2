from pathlib import Path

import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATES = Path("/usr/local/airflow/dags/templates") / "orders"

with DAG(
    "orders.pathlib",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    schedule="@daily",
    catchup=False,
):
    KubernetesPodOperator(task_id="index", namespace="orders", pod_template_file=str(TEMPLATES / "orders-api" / "index.yaml"))
    KubernetesPodOperator(task_id="report", namespace="orders", pod_template_file=(TEMPLATES / "orders-reports/report.yaml").as_posix())
