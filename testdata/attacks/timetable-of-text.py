from datetime import datetime

from airflow import DAG
from airflow.timetables.datasets import DatasetOrTimeSchedule
from airflow.datasets import Dataset
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule=DatasetOrTimeSchedule(timetable="0 0 * * *", datasets=[Dataset("s3://orders/x")]), start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
