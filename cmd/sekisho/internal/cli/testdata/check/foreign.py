from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TARGET = "payments"
COMMON = {"namespace": TARGET, "get_logs": True}

with DAG(
    dag_id="orders_refund",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    default_args=COMMON,
) as dag:
    KubernetesPodOperator(
        task_id="refund",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        cmds=["bin/refund"],
    )
