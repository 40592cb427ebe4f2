from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

NOW = str(datetime.now())

with DAG(
    "orders.load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    params={"stage": (NOW[:0] + "%c") % 0, "other": ("{:c}" + NOW[:0]).format(0)},
) as dag:
    EmptyOperator(task_id="t")
