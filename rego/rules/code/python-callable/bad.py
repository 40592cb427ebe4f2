from datetime import datetime

from airflow.decorators import dag, task


@task
def hello():
    print("hello")


@dag("orders.hello", schedule_interval="@daily", start_date=datetime(2024, 1, 1))
def flow():
    hello()


flow()
