from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

default_args = {
    "owner": "orders",
    "retries": 2,
    "retry_delay": timedelta(minutes=5),
}

dag = DAG(
    dag_id="orders.two-steps",
    default_args=default_args,
    description="Extract and load the orders of the day",
    schedule_interval="0 3 * * *",
    start_date=datetime(2023, 5, 1),
    catchup=False,
    tags=["orders"],
)

extract = KubernetesPodOperator(
    task_id="extract",
    name="extract",
    namespace="orders",
    pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/extract.yaml",
    cmds=["python", "-m", "jobs.extract"],
    in_cluster=True,
    config_file="kube_config.yaml",
    is_delete_operator_pod=True,
    get_logs=True,
    dag=dag,
)

load = KubernetesPodOperator(
    task_id="load",
    name="load",
    namespace="orders",
    pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    cmds=["python", "-m", "jobs.load"],
    in_cluster=True,
    config_file="kube_config.yaml",
    is_delete_operator_pod=True,
    get_logs=True,
    dag=dag,
)

extract >> load
