from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def create_dag(name, schedule):
    with DAG(f"orders.{name}", start_date=datetime(2024, 1, 1), schedule=schedule, catchup=False) as dag:
        KubernetesPodOperator(
            task_id=name,
            namespace="orders",
            pod_template_file=f"/usr/local/airflow/dags/templates/orders/orders-api/{name}.yaml",
        )
    return dag


daily = create_dag("daily", "@daily")
weekly = create_dag("weekly", "@weekly")
