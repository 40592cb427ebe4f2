from datetime import datetime
from pathlib import Path

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

L = {"a": "b"}
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", params=L, arguments=["{{ params.a.replace('/tmp/x', 'b') }}"])
L["a"] = Path("/usr/local/airflow/dags/dags/payments/x.py")
