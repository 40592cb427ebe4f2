from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Base(KubernetesPodOperator):
    def __init__(self, **kwargs):
        kwargs["namespace"] = "orders"
        super().__init__(**kwargs)


class Pod(Base):
    def __init__(self, **kwargs):
        super(Base, self).__init__(namespace="payments", **kwargs)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    Pod(task_id="load", pod_template_file=TEMPLATE)
