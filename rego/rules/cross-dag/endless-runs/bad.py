from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    TriggerDagRunOperator(task_id="again", trigger_dag_id="orders.load")
