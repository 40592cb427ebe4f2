from datetime import datetime
from pathlib import Path

from airflow import DAG
from airflow.models.param import Param
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, params={"a": Param(Path("/x"))}) as dag:
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", arguments=["{{ params.a.replace('/tmp/x', 'b') }}"])
