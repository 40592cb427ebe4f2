from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

BASE = ("--mode", "full")
MORE = ["--verbose"]


def command(*parts, table, **options):
    return [*parts, table.lower()] + [f"--{k}={v}" for k, v in options.items()]


with DAG("orders.starred", schedule="@daily", catchup=False) as dag:
    for name in ["ORDERS", "ITEMS"]:
        if not name.startswith(("tmp", "old")):
            KubernetesPodOperator(
                task_id=name.lower(),
                namespace="orders",
                pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
                arguments=command(*BASE, *MORE, table=name.title(), limit=str(10)),
            )
