from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from functools import partial
from airflow.operators.bash import BashOperator
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

Run = partial(BashOperator, bash_command="env")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Run(task_id="t")
