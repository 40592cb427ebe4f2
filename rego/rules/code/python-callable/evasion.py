# A sensor, by an old path, whose argument is a function.
from datetime import datetime

from airflow import DAG
from airflow.contrib.sensors.python_sensor import PythonSensor as TimeSensor


def ready():
    return True


with DAG("orders.wait", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    TimeSensor(task_id="wait", python_callable=ready)
