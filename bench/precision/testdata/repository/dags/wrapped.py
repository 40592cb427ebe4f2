from datetime import datetime

from airflow import DAG
from common.pods import orders_pod

with DAG("wrapped", start_date=datetime(2024, 1, 1), schedule="@daily") as dag:
    orders_pod("load")
