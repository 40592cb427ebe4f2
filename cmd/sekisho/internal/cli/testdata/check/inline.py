from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG(
    dag_id="orders_cleanup",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    find = KubernetesPodOperator(
        task_id="find",
        name="find",
        namespace="orders",
        image="registry.acme.example/orders/orders-api:2026.11.1",
        image_pull_secrets="registry",
        cmds=["python", "-m", "orders.jobs.find_stale"],
        labels={"app": "orders-api"},
        in_cluster=True,
        config_file="kube_config.yaml",
        is_delete_operator_pod=True,
        get_logs=True,
    )
    delete = KubernetesPodOperator(
        task_id="delete",
        name="delete",
        namespace="orders",
        image="registry.acme.example/orders/orders-api:2026.11.1",
        image_pull_secrets="registry",
        cmds=["python", "-m", "orders.jobs.delete_stale"],
        labels={"app": "orders-api"},
        in_cluster=True,
        config_file="kube_config.yaml",
        is_delete_operator_pod=True,
        get_logs=True,
    )

    find >> delete
