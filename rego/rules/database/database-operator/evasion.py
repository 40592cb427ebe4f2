# An old path, another name, and the class behind an attribute.
from datetime import datetime

import airflow.operators.postgres_operator as pods
from airflow import DAG

KubernetesPodOperator = pods.PostgresOperator

with DAG("orders.clean", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(task_id="clean", postgres_conn_id="orders", sql="DELETE FROM carts")
