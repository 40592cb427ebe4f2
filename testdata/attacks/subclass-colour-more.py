from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


class OrdersPod(KubernetesPodOperator):
    ui_color = "#fff;background:url(//example.com/x)"


with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    OrdersPod(task_id="a", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
