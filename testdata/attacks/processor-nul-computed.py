from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

NOW = datetime.now()

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, default_args={"stage": str(NOW) + "\x00"}) as dag:
    EmptyOperator(task_id="t")
