# The DAG wakes at the other tenant's every update.
from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset as Name

DAG("orders.load", schedule=[Name("s3://" + "payments" + "/refunds")], start_date=datetime(2024, 1, 1))
