from __future__ import annotations

from datetime import datetime
from typing import Any

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


class OrdersPod(KubernetesPodOperator):
    """A pod of the application, from one of its templates."""

    ui_color = "#e4f0e8"

    def __init__(self, *, template: str = "job", **kwargs: Any) -> None:
        kwargs.setdefault("name", kwargs["task_id"].replace("_", "-"))
        super().__init__(
            namespace="orders",
            pod_template_file=f"/usr/local/airflow/dags/templates/orders/orders-api/{template}.yaml",
            get_logs=True,
            **kwargs,
        )


class NightlyPod(OrdersPod):
    def __init__(self, *args, retries=2, **kwargs):
        super().__init__(*args, retries=retries, **kwargs)


with DAG("orders.subclass", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    extract = OrdersPod(task_id="extract_orders", template="extract", cmds=["python", "-m", "extract"])
    report = NightlyPod(task_id="report", template="daily", arguments=["--date", "{{ ds }}"])
    extract >> report >> OrdersPod(task_id="clean", template="clean", retries=1)
