from datetime import datetime

from airflow import DAG
from airflow.decorators import task_group
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    for ns in ["orders", "payments"]:
        @task_group(group_id=ns, default_args={"namespace": ns, "pod_template_file": TEMPLATE})
        def load():
            KubernetesPodOperator(task_id="t")
        load()
