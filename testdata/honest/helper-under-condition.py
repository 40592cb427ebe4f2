from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TABLES = ["orders", "items"]


def arguments(table, mode="full"):
    prefix = "--" + mode
    return [prefix, table]


if Variable.get("orders_mode", default_var="full") == "full":
    steps = [table.upper() for table in TABLES]
    first = arguments(steps[0])
    first[1] = "all"
else:
    steps = ["CHANGED", "NEW"]
    first = arguments("changed", mode="delta")

with DAG("orders.steps", schedule="@daily", catchup=False) as dag:
    for name in TABLES:
        KubernetesPodOperator(
            task_id=name,
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            arguments=first,
        )
