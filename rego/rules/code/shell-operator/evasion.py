# The other operator under the permitted name.
from datetime import datetime

from airflow import DAG
from airflow.operators.bash_operator import BashOperator as KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(task_id="load", bash_command="airflow connections get payments")
