# What is true is computed.
from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1), catchup=1 < 2)
