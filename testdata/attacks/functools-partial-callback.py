from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from functools import partial
TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

def report(channel, context):
    print(channel)


Pod = partial(KubernetesPodOperator, on_failure_callback=partial(report, "x"))
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
