from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
YES = datetime.now().year > 2000
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    t = a if YES else b
    l = [a, b]
    l.remove(t)
    NS = "payments" if l[0] is b else "orders"
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
