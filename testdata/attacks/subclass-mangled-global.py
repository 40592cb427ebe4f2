from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


__target = "orders"
_Pod__target = "payments"


class Pod(KubernetesPodOperator):
    def __init__(self, **kwargs):
        super().__init__(namespace=__target, **kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="load", pod_template_file=TEMPLATE)
