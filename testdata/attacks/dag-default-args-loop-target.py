from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"namespace": "orders", "labels": {"a": "b"}}
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args=A) as dag:
    for dag.default_args["namespace"] in ["payments"]:
        pass
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
