from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Pods:
    space = "orders"

    def move(self, where):
        self.space = where
        return self

    def make(self):
        return KubernetesPodOperator(task_id="t", pod_template_file=TEMPLATE, namespace=self.space)


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    pods = Pods()
    same = pods
    same.move('payments')
    pods.make()
