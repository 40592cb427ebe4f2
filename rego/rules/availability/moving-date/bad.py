from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval="@daily", start_date=datetime.now())
