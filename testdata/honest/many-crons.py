from datetime import datetime, timedelta

from airflow import DAG
from airflow.timetables.trigger import MultipleCronTriggerTimetable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule=MultipleCronTriggerTimetable("0 6 * * 1-5", "0 12 * * 1-5", "30 18 * * 1-5", timezone="Europe/Berlin"), start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
