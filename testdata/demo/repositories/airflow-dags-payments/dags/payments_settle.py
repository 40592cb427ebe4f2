"""Settles the day's payments."""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG(
    dag_id="payments_settle",
    schedule="30 1 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    KubernetesPodOperator(
        task_id="settle",
        namespace="payments",
        pod_template_file="/usr/local/airflow/dags/templates/payments/pay-api/job.yaml",
        cmds=["bin/settle"],
    )
