from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
SETTINGS = [k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="orders-api"))]

with DAG("orders.load", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="first", namespace="orders", pod_template_file=TEMPLATE, env_from=SETTINGS, configmaps=["orders-api"])
    KubernetesPodOperator(task_id="load", namespace="orders" if len(SETTINGS) == 1 else "payments", pod_template_file=TEMPLATE)
