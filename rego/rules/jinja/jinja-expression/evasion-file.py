# The name of the file is put together, and stands deep in another argument.
from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

SUFFIX = ".ba" + "sh"

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), default_args={"env": {"A": ["x" + SUFFIX]}}):
    BashOperator(task_id="load", bash_command="ls")
