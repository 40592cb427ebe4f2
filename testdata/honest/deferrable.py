from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.deferrable", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        name="load",
        random_name_suffix=True,
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        deferrable=True,
        poll_interval=30,
        on_finish_action="delete_pod",
        reattach_on_restart=True,
        log_events_on_failure=True,
        execution_timeout=timedelta(hours=2),
        do_xcom_push=False,
    )
