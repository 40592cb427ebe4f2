from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), catchup=True, is_paused_upon_creation=False)
