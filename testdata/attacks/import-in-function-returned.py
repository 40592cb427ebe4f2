from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

def build():
    from airflow.operators.bash import BashOperator
    return BashOperator
build()(task_id="a", bash_command="id", dag=DAG("orders_b9", schedule=None, start_date=datetime(2024, 1, 1)))
x = "a"

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        arguments=[x],
    )
