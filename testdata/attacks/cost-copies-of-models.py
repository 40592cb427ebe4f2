from datetime import datetime, timedelta
import copy
from kubernetes.client import models as k8s
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

MODELS = [k8s.V1EnvVar(name="a", value="b") for i in range(500)]
for i in range(60):
    copy.deepcopy(MODELS)

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
