# A path of Airflow 1.10.
from datetime import datetime

from airflow import DAG
from airflow.operators.s3_to_redshift_operator import S3ToRedshiftTransfer as Start

with DAG("orders.copy", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    Start(task_id="copy", schema="s", table="t", s3_bucket="b", s3_key="k")
