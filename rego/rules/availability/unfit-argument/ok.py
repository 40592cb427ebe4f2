from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
from airflow.utils.trigger_rule import TriggerRule

quick = datetime.now().hour > 3

with DAG(
    "orders.load",
    schedule_interval="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    dagrun_timeout=timedelta(hours=1.5),
    max_active_runs=1,
    end_date=datetime(2030, 1, 1),
    description="Loads\nthe orders.",
    is_paused_upon_creation=None,
    tags=["daily", "orders"],
    owner_links={"orders": "https://wiki.acme.example/orders"},
    default_args={"owner": "orders", "retries": "2", "retry_delay": 300, "sla": timedelta(hours=2)},
):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        max_retry_delay=None,
        trigger_rule=TriggerRule.ALL_DONE,
        weight_rule="absolute",
        depends_on_past=quick,
        on_finish_action="delete_pod",
        retry_exponential_backoff=True,
        priority_weight=10 if quick else -1,
        pool="default_pool",
        pool_slots=2,
        poll_interval=2.5,
        task_display_name="Load 注文",
        startup_timeout_seconds=600,
        execution_timeout=timedelta(minutes=20),
    )
