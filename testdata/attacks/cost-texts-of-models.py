from datetime import datetime, timedelta
from kubernetes.client import models as k8s
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

MODELS = [k8s.V1PodSpec(containers=[]) for i in range(15)]
for i in range(2500):
    TEXT = f"{MODELS}"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
