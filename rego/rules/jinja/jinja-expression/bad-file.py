from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    BashOperator(task_id="load", bash_command="run.sh")
