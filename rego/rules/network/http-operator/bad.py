from datetime import datetime

from airflow import DAG
from airflow.providers.http.operators.http import SimpleHttpOperator

with DAG("orders.close", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    SimpleHttpOperator(task_id="close", http_conn_id="orders", endpoint="/carts/close")
