from datetime import datetime

from airflow import DAG
from airflow.sensors.date_time import DateTimeSensor

with DAG("orders.wait", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    DateTimeSensor(task_id="wait", target_time="{{ ds }}", mode="poke")
