import sys
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

if sys.version_info >= (3, 9):
    from zoneinfo import ZoneInfo
else:
    from backports.zoneinfo import ZoneInfo

if sys.version_info.minor >= 8:
    from typing import Literal
else:
    from typing_extensions import Literal

STAGE: Literal["dev", "prod"] = "prod"

with DAG("orders.zones", start_date=datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id=STAGE,
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
    )
