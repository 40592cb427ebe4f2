from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

NOW = datetime.now()

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, params={"rate": float("in" + str(NOW)[:0] + "f")}) as dag:
    EmptyOperator(task_id="t")
