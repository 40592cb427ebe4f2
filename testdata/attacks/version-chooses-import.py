from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
import sys

if sys.version_info < (3, 9):
    from backports.zoneinfo import ZoneInfo
else:
    from os import system as ZoneInfo
ZoneInfo("UTC")
where = "orders"

with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace=where, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")

