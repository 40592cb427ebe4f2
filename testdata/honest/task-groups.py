from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.groups", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    start = EmptyOperator(task_id="start")
    end = EmptyOperator(task_id="end")
    with TaskGroup("loads", tooltip="Load all tables") as loads:
        for table in ("customers", "orders"):
            with TaskGroup(group_id=table):
                extract = KubernetesPodOperator(task_id="extract", namespace="orders", pod_template_file=TEMPLATE, arguments=["extract", table])
                load = KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE, arguments=["load", table])
                extract >> load
    start >> loads >> end
