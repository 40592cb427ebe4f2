# A marker clears the other DAG's task whenever its own is cleared.
from datetime import datetime

from airflow import DAG
from airflow.sensors.external_task import ExternalTaskMarker

ARGUMENTS = dict(task_id="mark", external_task_id="load")
ARGUMENTS["external_dag_id"] = "_".join(["payments", "refund"])

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    ExternalTaskMarker(**ARGUMENTS)
