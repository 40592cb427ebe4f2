from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator


def clean():
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    PostgresHook("orders").run("DELETE FROM carts")


with DAG("orders.clean", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    PythonOperator(task_id="clean", python_callable=clean)
