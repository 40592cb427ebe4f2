from datetime import datetime

from airflow import DAG


def tell(context):
    context["ti"].xcom_push("x", 1)


with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), on_failure_callback=tell):
    pass
