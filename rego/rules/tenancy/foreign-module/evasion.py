# Only inside a function that a task group calls.
from datetime import datetime

from airflow import DAG


def tasks():
    import dags.payments.settings as common

    return common.TASKS


with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    tasks()
