from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

PARTS = ["/usr/local/airflow/dags/templates", "orders", "orders-api", "load.yaml"]

with DAG("{}.{}".format("orders", "format"), start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="-".join(["load", "all"]),
        namespace="orders",
        pod_template_file="/".join(PARTS),
        arguments="load --date {{ ds }} --verbose".split(" --")[:1],
    )
