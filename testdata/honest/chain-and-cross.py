from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import chain, cross_downstream
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/step.yaml"

with DAG("orders.chain", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    steps = [
        KubernetesPodOperator(task_id=f"step_{n}", namespace="orders", pod_template_file=TEMPLATE, arguments=[str(n)])
        for n in range(1, 5)
    ]
    chain(EmptyOperator(task_id="start"), *steps)
    cross_downstream(steps[:2], [EmptyOperator(task_id="left"), EmptyOperator(task_id="right")])
