from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.resource import KubernetesCreateResourceOperator

with DAG("orders.grant", schedule_interval=None, start_date=datetime(2024, 1, 1)):
    KubernetesCreateResourceOperator(task_id="grant", yaml_conf="{kind: RoleBinding}")
