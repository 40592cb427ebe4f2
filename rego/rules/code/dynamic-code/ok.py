from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["python", "-m", "orders.load"],
    )

# Of Python's own values these run nothing.
KIND = type({}).__name__ if type({}) is dict and hasattr({}, "items") and not callable({}) else "dict"
