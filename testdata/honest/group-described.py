from datetime import datetime, timedelta

from airflow import DAG
from airflow.decorators import task_group
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
    with TaskGroup("g", tooltip="Loads orders & refunds", ui_color="#00b8d4"):
        KubernetesPodOperator(task_id="u", namespace="orders", pod_template_file=TEMPLATE)
    
    
    @task_group
    def work():
        """Loads what is left."""
        KubernetesPodOperator(task_id="u", namespace="orders", pod_template_file=TEMPLATE)
    
    
    work()
