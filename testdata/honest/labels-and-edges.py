from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.edgemodifier import Label

with DAG(
    "orders.labels",
    start_date=datetime(2024, 1, 1),
    schedule="@daily",
    catchup=False,
    default_view="graph",
    orientation="TB",
    is_paused_upon_creation=True,
) as dag:
    start = EmptyOperator(task_id="start")
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    start >> Label("every night") >> load
