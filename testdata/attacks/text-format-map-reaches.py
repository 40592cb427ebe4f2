from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

where = "{a.__class__.__name__}".format_map({"a": ""}).replace("str", "payments")

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

