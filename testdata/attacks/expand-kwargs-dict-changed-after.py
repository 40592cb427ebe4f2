from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

ROW = {"namespace": "orders"}
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator.partial(task_id="t", pod_template_file=TEMPLATE).expand_kwargs([ROW])
ROW["namespace"] = "payments"
