from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.models import Variable

ns = Variable.get("orders_space")
KubernetesPodOperator(task_id="z", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", namespace=f"{ns}", dag=DAG("orders_z2", schedule=None, start_date=datetime(2024, 1, 1)))
x = "a"

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        arguments=[x],
    )
