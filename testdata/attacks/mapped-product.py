from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
    KubernetesPodOperator.partial(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    ).expand(arguments=[[str(i)] for i in range(400)], cmds=[[str(i)] for i in range(400)])
