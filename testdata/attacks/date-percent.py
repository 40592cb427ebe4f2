from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
YES = datetime.now().year > 2000
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    NS = "orders"
    KubernetesPodOperator(task_id="u", namespace=NS, pod_template_file=TEMPLATE, arguments=["{" + datetime.now().strftime("%% set x = 1 %%}")])
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
