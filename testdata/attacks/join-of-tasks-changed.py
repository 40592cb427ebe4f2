from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.join_of_tasks_changed", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    if datetime.now().weekday() == 4:
        load = KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
    else:
        load = KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file=TEMPLATE, do_xcom_push=True)
    load >> KubernetesPodOperator(task_id="report", namespace="orders", pod_template_file=TEMPLATE)
    load.namespace = "payments"
