from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval=None, start_date=datetime(2024, 1, 1), template_searchpath=["/usr/local/airflow"])
