from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, tags=["orders", "Orders"]) as dag:
    EmptyOperator(task_id="t")
