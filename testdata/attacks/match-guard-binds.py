from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

namespace = "orders"
match ["payments", "daily"]:
    case [namespace, schedule] if schedule == "hourly":
        pass
    case [other, schedule]:
        schedule = "@" + schedule

with DAG("orders.matched", start_date=datetime(2024, 1, 1), schedule=schedule, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace, pod_template_file=TEMPLATE)
