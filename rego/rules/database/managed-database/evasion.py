# The module instead of the class.
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators import rds

with DAG("orders.drop", schedule_interval=None, start_date=datetime(2024, 1, 1)):
    rds.RdsDeleteDbInstanceOperator.partial(task_id="drop").expand(db_instance_identifier=["payments"])
