from datetime import datetime

import psycopg2
from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.postgres.operators.postgres import PostgresOperator


def count_orders():
    connection = psycopg2.connect(host="orders-db.orders.svc", dbname="orders", user="report")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders")
        print(cursor.fetchone())


with DAG(
    dag_id="orders_report",
    schedule="@hourly",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    refresh = PostgresOperator(
        task_id="refresh",
        postgres_conn_id="orders_db",
        sql="REFRESH MATERIALIZED VIEW daily_orders",
    )
    count = PythonOperator(task_id="count", python_callable=count_orders)

    refresh >> count
