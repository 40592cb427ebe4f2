"""Sends the weekly report of the orders team."""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/job.yaml"

with DAG(
    dag_id="orders_weekly",
    schedule="0 6 * * 1",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    collect = KubernetesPodOperator(
        task_id="collect",
        namespace="orders",
        pod_template_file=TEMPLATE,
        cmds=["python", "-m", "orders.jobs.collect"],
    )
    send = KubernetesPodOperator(
        task_id="send",
        namespace="orders",
        pod_template_file=TEMPLATE,
        cmds=["python", "-m", "orders.jobs.send"],
        arguments=["--week", "{{ ds }}"],
    )

    collect >> send
