"""Nightly load of the orders.

Owner: the orders team.
"""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.documented", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, doc_md=__doc__) as dag:
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    load.doc_md = "Reads yesterday's orders. Safe to run again."
