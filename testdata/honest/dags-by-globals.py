"""One DAG for each region, found by Airflow through the module's names."""

from datetime import datetime
from functools import partial
from itertools import product

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"

Pod = partial(
    KubernetesPodOperator,
    namespace="orders",
    in_cluster=True,
    get_logs=True,
)


def create_dag(region, kind):
    with DAG(
        dag_id=f"orders.{kind}-{region}",
        schedule="@daily",
        start_date=datetime(2024, 1, 1),
        catchup=False,
    ) as dag:
        extract = Pod(task_id="extract", name="extract", pod_template_file=f"{TEMPLATES}/extract.yaml", arguments=[region])
        load = Pod(task_id="load", name="load", pod_template_file=f"{TEMPLATES}/load.yaml", arguments=[kind])
        extract >> load
    return dag


for region, kind in product(["eu", "jp"], ["stock", "sales"]):
    globals()[f"orders_{kind}_{region}"] = create_dag(region, kind)
