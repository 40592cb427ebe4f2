# The way back goes through an asset under another spelling, and a DAG with one of two ids.
from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.operators.empty import EmptyOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("orders.load", schedule=[Dataset("s3://orders/Loaded/")], start_date=datetime(2024, 1, 1), catchup=False):
    TriggerDagRunOperator(task_id="next", trigger_dag_id="orders.late")

with DAG("orders.late" if datetime.now().hour > 9 else "orders.early", schedule=None, start_date=datetime(2024, 1, 1), catchup=False):
    EmptyOperator(task_id="done", outlets=[Dataset("s3://orders/loaded")])
