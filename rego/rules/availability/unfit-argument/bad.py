from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG(
    "orders.load",
    schedule_interval="@daily",
    start_date=datetime(2024, 1, 1),
    catchup="no",
    dagrun_timeout=timedelta(days=900000),
    max_active_runs=2**31,
    fail_stop=1,
    default_view="table",
    description=5,
    end_date=20240101,
    tags=["daily", "x" * 101],
    default_args={"owner": "orders", "sla": "an hour"},
):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        retries=1,
        retry_delay=timedelta(days=900000),
        max_active_tis_per_dag="1",
        pool_slots=2**31,
        priority_weight=-(2**31),
        task_display_name="load\0",
        retry_exponential_backoff=1e308,
        trigger_rule=None,
        depends_on_past=0,
    )
