# Mostly quarter hours, one minute apart once.
from datetime import datetime

from airflow import DAG

DAG("orders.load", schedule_interval="0,15,16,45 * * * *", start_date=datetime(2024, 1, 1))
