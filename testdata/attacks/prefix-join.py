from datetime import datetime

from airflow import DAG
from airflow.models import Variable
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
YES = datetime.now().year > 2000
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    n = str(len(Variable.get("orders_k")))
    NS = "orders"
    KubernetesPodOperator(task_id="u", namespace=NS, pod_template_file=TEMPLATE, arguments=["{".join([n, n]), "{".join(["", "", n])])
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
