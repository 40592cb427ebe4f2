from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

LOADED = Dataset("s3://orders/loaded")

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        outlets=[LOADED],
    )
    load >> TriggerDagRunOperator(task_id="clean", trigger_dag_id="orders.clean")

with DAG("orders.report", schedule=[LOADED], start_date=datetime(2024, 1, 1), catchup=False):
    TriggerDagRunOperator(task_id="clean", trigger_dag_id="orders.clean")
