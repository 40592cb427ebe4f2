from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

NOW = datetime.now()

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, params={"rate": (NOW.second + 1) * 1e308 * 1e308}) as dag:
    EmptyOperator(task_id="t")
