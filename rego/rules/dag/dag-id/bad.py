from datetime import datetime

from airflow import DAG

hijack = DAG("payments.refund", schedule_interval="@daily", start_date=datetime(2024, 1, 1))
