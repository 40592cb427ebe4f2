from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.operators.empty import EmptyOperator

with DAG("orders.load", schedule=[Dataset("s3://orders/loaded")], start_date=datetime(2024, 1, 1), catchup=False):
    EmptyOperator(task_id="done", outlets=[Dataset("s3://key@orders/loaded#again")])
