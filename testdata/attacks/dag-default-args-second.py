from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"namespace": "orders"}
d1 = DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args=A)
d2 = DAG("orders_b", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args={**d1.default_args, "namespace": "payments"})
KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", dag=d2)
