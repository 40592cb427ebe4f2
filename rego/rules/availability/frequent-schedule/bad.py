from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval="* * * * *", start_date=datetime(2024, 1, 1))
