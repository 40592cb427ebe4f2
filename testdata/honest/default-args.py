from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

DEFAULT_ARGS = {
    "owner": "orders",
    "depends_on_past": False,
    "email_on_failure": False,
    "email_on_retry": False,
    "retries": 3,
    "retry_delay": timedelta(seconds=90),
    "namespace": "orders",
    "pod_template_file": "/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
}

with DAG(
    dag_id="orders.defaults",
    default_args=DEFAULT_ARGS,
    start_date=datetime(2022, 10, 1),
    schedule="@hourly",
    catchup=False,
    dagrun_timeout=timedelta(minutes=50),
) as dag:
    a = KubernetesPodOperator(task_id="a", arguments=["a"])
    b = KubernetesPodOperator(task_id="b", arguments=["b"])
    c = KubernetesPodOperator(task_id="c", arguments=["c"])
    [a, b] >> c
