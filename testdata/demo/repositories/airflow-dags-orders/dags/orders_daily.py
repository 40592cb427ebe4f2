"""Loads yesterday's orders every night."""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/job.yaml"

with DAG(
    dag_id="orders_daily",
    schedule="0 3 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    extract = KubernetesPodOperator(
        task_id="extract",
        namespace="orders",
        pod_template_file=TEMPLATE,
        cmds=["python", "-m", "orders.jobs.extract"],
    )
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file=TEMPLATE,
        cmds=["python", "-m", "orders.jobs.load"],
    )

    extract >> load
