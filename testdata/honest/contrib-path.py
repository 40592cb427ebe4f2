from datetime import datetime

from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator
from airflow.models import DAG

args = {"owner": "orders", "start_date": datetime(2021, 1, 1), "provide_context": True, "depends_on_past": False}

with DAG(dag_id="orders.contrib", default_args=args, schedule_interval=None, catchup=False) as dag:
    run = KubernetesPodOperator(
        namespace="orders",
        name="run",
        task_id="run",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/run.yaml",
    )
