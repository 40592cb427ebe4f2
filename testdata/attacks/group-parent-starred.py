from datetime import datetime

from airflow import DAG
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    g = TaskGroup(**{"group_id": "g", "default_args": {"namespace": "payments"}})
    h = TaskGroup(**{"default_args": {"image": "x"}, "group_id": "h", "parent_group": g})
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", task_group=h)
