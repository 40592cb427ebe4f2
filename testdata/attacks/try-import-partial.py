from datetime import datetime

from airflow import DAG

try:
    from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator as KubernetesPodOperator
    from airflow.providers.cncf.kubernetes.operators.no_such_module import KubernetesPodOperator
except ImportError:
    pass

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator(task_id="load", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
