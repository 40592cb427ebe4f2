import pendulum
from airflow.decorators import dag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


@dag(
    dag_id="orders.decorated",
    schedule="0 5 * * *",
    start_date=pendulum.datetime(2024, 1, 1, tz="Asia/Tokyo"),
    catchup=False,
    tags=["orders", "nightly"],
)
def orders_decorated():
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
    check = KubernetesPodOperator(
        task_id="check",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/check.yaml",
    )
    load >> check


orders_decorated()
