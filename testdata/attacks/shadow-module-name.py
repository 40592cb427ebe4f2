from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
import airflow.operators.bash
import airflow.operators.empty

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

operators = airflow.operators.empty
operators = airflow.operators.bash
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    operators.BashOperator(task_id="t", bash_command="id")
