from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    TriggerDagRunOperator(task_id="clean", trigger_dag_id="orders.clean")
