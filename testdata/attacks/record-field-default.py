from dataclasses import dataclass, field
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

COUNTS = []


def count(values):
    n = 0
    for value in values.default:
        n = n + 1
    COUNTS.append(n)
    return "load"


@dataclass
class Job:
    steps: tuple = field(default=("first", "second"))
    name: str = count(steps)


with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="payments" if COUNTS[0] == 2 else "orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
