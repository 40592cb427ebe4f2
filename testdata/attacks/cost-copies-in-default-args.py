import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

START = {"start_date": pendulum.datetime(2024, 1, 1, tz="Europe/Paris")}
with DAG("orders.load", schedule="@daily", start_date=pendulum.datetime(2024, 1, 1), catchup=False) as dag:
    for i in range(800):
        TaskGroup(f"a{i}", default_args=START)
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
