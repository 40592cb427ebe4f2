from datetime import datetime

from airflow import DAG

dag = DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1))
dag.clear()
dag.run()
