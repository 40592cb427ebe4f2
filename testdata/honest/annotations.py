from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Dict, List, Optional

from airflow import DAG
from airflow.models.baseoperator import BaseOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMESPACE: str = "orders"
OPTIONS: Dict[str, Any] = {"retries": 1, "retry_delay": timedelta(minutes=1)}


def step(name: str, arguments: Optional[List[str]] = None) -> BaseOperator:
    return KubernetesPodOperator(
        task_id=name,
        namespace=NAMESPACE,
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/step.yaml",
        arguments=arguments or [name],
        **OPTIONS,
    )


with DAG("orders.annotated", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    step("one") >> step("two", ["--fast"])
