from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.rds import RdsDeleteDbInstanceOperator

with DAG("orders.drop", schedule_interval=None, start_date=datetime(2024, 1, 1)):
    RdsDeleteDbInstanceOperator(task_id="drop", db_instance_identifier="payments")
