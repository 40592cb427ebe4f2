"""Settings in a dataclass, a named tuple, a typed dict and a class of constants."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import List, NamedTuple, Optional, TypedDict

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


class Platform:
    NAMESPACE = "orders"
    TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"


@dataclass(frozen=True)
class Job:
    """A job of the application."""

    name: str
    template: str = "job"
    arguments: List[str] = field(default_factory=list)
    timeout: Optional[timedelta] = timedelta(hours=1)


class Step(NamedTuple):
    name: str
    retries: int = 1


class Table(TypedDict, total=False):
    name: str
    key: str


Report = namedtuple("Report", "name day", defaults=["{{ ds }}"])

JOBS = [Job("extract", template="extract"), Job("load", arguments=["--all"], timeout=None)]
STEPS = [Step("index", 3), Step(name="clean")]
TABLES: List[Table] = [{"name": "customers", "key": "id"}, Table(name="lines", key="line")]


def pod(task_id: str, template: str, **options):
    return KubernetesPodOperator(
        task_id=task_id, namespace=Platform.NAMESPACE, pod_template_file=f"{Platform.TEMPLATES}/{template}.yaml", **options
    )


with DAG("orders.settings_classes", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    previous = None
    for job in JOBS:
        task = pod(job.name, job.template, arguments=job.arguments or None, execution_timeout=job.timeout)
        if previous is not None:
            previous >> task
        previous = task
    for name, retries in STEPS:
        previous >> pod(name, name, retries=retries)
    for table in TABLES:
        pod(f"sync_{table['name']}", "run", arguments=["--key", table["key"]])
    report = Report("daily")
    pod(f"report_{report.name}", "report", arguments=["--day", report.day])
