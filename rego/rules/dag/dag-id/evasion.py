# Another case, another separator, and the name only as the last of several.
from datetime import datetime

from airflow import DAG

for name in ["orders.load", "Payments_refund"]:
    DAG(name, schedule_interval="@daily", start_date=datetime(2024, 1, 1))
