from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

CONF = {"b": "x"}

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    TriggerDagRunOperator(task_id="t", trigger_dag_id="orders.next", conf=CONF)

CONF["a"] = "{{ dag_run.conf.a }}{{ dag_run.conf.a }}"
