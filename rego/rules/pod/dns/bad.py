from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator
from kubernetes.client import models as k8s

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        host_aliases=[k8s.V1HostAlias(ip="10.0.0.1", hostnames=["orders-api"])],
    )
