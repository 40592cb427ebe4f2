from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

try:
    from airflow.operators.bash import BashOperator as Step
except ImportError:
    from airflow.operators.empty import EmptyOperator as Step
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Step(task_id="t", bash_command="id")
