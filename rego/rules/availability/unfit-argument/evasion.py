# The values are not known, or one of several, or those of a mapped task.
from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

now = datetime.now()

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        pool_slots=now.year * 2**20,
        owner=f"{now}" * 20,
        retry_delay=timedelta(days=999999999),
        poll_interval=False,
        max_active_tis_per_dag=1 if now.hour > 3 else "1",
    )
    KubernetesPodOperator.partial(
        task_id="many",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        sla=[timedelta(hours=1)],
        priority_weight=timedelta(days=1),
        weight_rule="bogus",
        queue=0,
        pool_slots=None,
        depends_on_past="{{ params.x }}",
    ).expand(arguments=[["a"], ["b"]])
