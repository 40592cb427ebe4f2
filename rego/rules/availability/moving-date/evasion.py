from airflow import DAG
from airflow.utils.dates import days_ago as start

DAG("orders.load", schedule_interval="@daily", start_date=start(1))
