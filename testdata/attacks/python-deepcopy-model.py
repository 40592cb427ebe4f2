import copy

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

names = ["payments"]
spec = copy.deepcopy(k8s.V1PodSpec(containers=names))
names[0] = "orders"
NS = spec.containers[0]

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
