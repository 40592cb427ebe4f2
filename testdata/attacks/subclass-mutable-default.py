from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Pod(KubernetesPodOperator):
    def __init__(self, names=["orders"], **kwargs):
        names.append(kwargs.get("name", "orders"))
        super().__init__(namespace=names[-1], **kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="first", name="payments", pod_template_file=TEMPLATE)
    Pod(task_id="second", pod_template_file=TEMPLATE)
