from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator

with DAG("orders.copy", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    S3ToRedshiftOperator(task_id="copy", schema="s", table="t", s3_bucket="b", s3_key="k")
