# By a dict, and with an extension's name instead of code.
from datetime import datetime

from airflow import DAG

EXTRA = {"jinja_environment_" + "kwargs": {"extensions": ["os.path"]}}
DAG("orders.load", schedule_interval=None, start_date=datetime(2024, 1, 1), **EXTRA)
