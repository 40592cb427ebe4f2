from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import cross_downstream
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
    before = [KubernetesPodOperator(task_id=f"a{i}", namespace="orders", pod_template_file=TEMPLATE) for i in range(400)]
    after = [KubernetesPodOperator(task_id=f"b{i}", namespace="orders", pod_template_file=TEMPLATE) for i in range(400)]
    cross_downstream(before, after)
