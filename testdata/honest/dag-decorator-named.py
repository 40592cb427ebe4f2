from datetime import datetime

from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False)
def orders_by_hand():
    """Started by hand."""
    KubernetesPodOperator(
        task_id="run",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/run.yaml",
    )


workflow = orders_by_hand()
