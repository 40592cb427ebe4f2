from datetime import datetime

from airflow import DAG
from image.vendor_lib.operators import TeamPodOperator

with DAG("vendored", start_date=datetime(2024, 1, 1), schedule="@daily") as dag:
    TeamPodOperator(task_id="load", namespace="orders")
