from datetime import datetime

from airflow import DAG
from airflow.providers.postgres.operators.postgres import PostgresOperator

with DAG("orders.clean", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    PostgresOperator(task_id="clean", postgres_conn_id="orders", sql="DELETE FROM carts")
