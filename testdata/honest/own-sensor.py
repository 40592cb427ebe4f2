from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sensors.external_task import ExternalTaskSensor

with DAG("orders.after-load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    wait = ExternalTaskSensor(
        task_id="wait",
        external_dag_id="orders.load",
        external_task_id="load",
        mode="reschedule",
        poke_interval=300,
        timeout=3600,
        execution_delta=timedelta(hours=1),
    )
    report = KubernetesPodOperator(
        task_id="report",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-reports/report.yaml",
    )
    wait >> report
