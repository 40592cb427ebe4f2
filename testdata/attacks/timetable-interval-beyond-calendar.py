from datetime import datetime, timedelta

from airflow import DAG
from airflow.timetables.trigger import CronTriggerTimetable
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC", interval=timedelta(days=999999)), start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
