from datetime import datetime, timedelta

from airflow import DAG
from airflow.sensors.external_task import ExternalTaskSensor

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    ExternalTaskSensor(
        task_id="t",
        external_dag_id="orders.other",
        poke_interval=60,
        exponential_backoff=True,
        max_wait=timedelta(microseconds=1),
    )
