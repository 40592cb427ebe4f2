from dataclasses import asdict, dataclass
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator



@dataclass
class Job:
    spaces: list


SPACE = ["payments"]
JOB = asdict(Job([SPACE, SPACE]))
JOB["spaces"][0][0] = "orders"

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace=JOB["spaces"][1][0],
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
