from datetime import datetime

from airflow.decorators import dag
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


@dag(dag_id="orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False)
def load(n=Param("many", type="integer")):
    KubernetesPodOperator(
        task_id="t",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )


load()
