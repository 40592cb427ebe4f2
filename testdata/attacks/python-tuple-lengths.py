from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

a, b = tuple(["x"]), tuple(["x"])
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
a, b = (a, a), (b, b)
DIFFERENT = (a,) == (b, 1)

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
