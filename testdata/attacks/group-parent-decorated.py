from datetime import datetime

from airflow import DAG
from airflow.decorators import task_group
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    g1 = TaskGroup(group_id="g1", default_args={"namespace": "payments"})
    g2 = TaskGroup(group_id="g2")

    @task_group(group_id="inner", parent_group=g1 if datetime.now().month > 3 else g2)
    def inner():
        KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

    inner()
