from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sensors.date_time import DateTimeSensorAsync

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

DEFAULTS = {"trigger_kwargs": {"moment": "x"}, "start_from_trigger": True}

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, default_args=DEFAULTS) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
    DateTimeSensorAsync(task_id="u", target_time="2024-01-01") >> t
