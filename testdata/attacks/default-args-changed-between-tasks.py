from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), default_args={"namespace": "orders"}) as dag:
    KubernetesPodOperator(task_id="a", pod_template_file=TEMPLATE)
    dag.default_args.update({"namespace": "payments"})
    KubernetesPodOperator(task_id="b", pod_template_file=TEMPLATE)
