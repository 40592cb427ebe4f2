from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.first", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    follow = TriggerDagRunOperator(task_id="follow", trigger_dag_id="orders.after-load", conf={"day": "{{ ds }}"})
    load >> follow
