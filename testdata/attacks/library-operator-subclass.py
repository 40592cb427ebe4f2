from datetime import datetime

from airflow import DAG
from acme_airflow.pods import AcmePodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


class Pod(AcmePodOperator):
    def execute(self, context):
        import os

        os.system("id")


with DAG("orders.library_operator_subclass", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    Pod(task_id="load", pod_template_file=TEMPLATE)
