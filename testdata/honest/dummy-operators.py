from datetime import datetime

from airflow import DAG
from airflow.operators.dummy import DummyOperator
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.dummies", start_date=datetime(2022, 1, 1), schedule_interval="@daily", catchup=False) as dag:
    start = DummyOperator(task_id="start")
    end = DummyOperator(task_id="end")
    job = KubernetesPodOperator(
        task_id="job",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
    )
    start >> job >> end
