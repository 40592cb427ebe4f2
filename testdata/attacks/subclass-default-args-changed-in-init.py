from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
DEFAULTS = {"namespace": "payments"}


class Pod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        DEFAULTS["namespace"] = "orders"
        super().__init__(**kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="load", pod_template_file=TEMPLATE, default_args=DEFAULTS)
