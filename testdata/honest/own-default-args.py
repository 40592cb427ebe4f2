"""default_args that hold settings of the team's own beside those of Airflow."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

DEFAULT_ARGS = {
    "owner": "orders",
    "retries": 1,
    "retry_delay": timedelta(minutes=5),
    "index_queue": "orders-index",
    "products": ["stock", "sales"],
}

with DAG(
    "orders.index",
    default_args=DEFAULT_ARGS,
    schedule="0 3 28 2 *",
    start_date=datetime(2024, 1, 1),
    catchup=False,
) as dag:
    start = EmptyOperator(task_id="start")
    for product in DEFAULT_ARGS["products"]:
        start >> KubernetesPodOperator(
            task_id=f"index-{product}",
            name=f"index-{product}",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/index.yaml",
            arguments=["--queue", DEFAULT_ARGS["index_queue"], product],
        )
