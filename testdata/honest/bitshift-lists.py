from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.shifts", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    load << [a, b]
    load.set_downstream([EmptyOperator(task_id="c"), EmptyOperator(task_id="d")])
