"""One group of pods for each stage of the warehouse."""

import logging
import re
from enum import Enum
from operator import itemgetter
from typing import TypeAlias, TypeVar

import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"

Item = TypeVar("Item")
Step: TypeAlias = "dict[str, str | int]"


class Stage(Enum):
    RAW = "raw"
    CLEAN = "clean"

    @property
    def table(self) -> str:
        return f"orders_{self.value}"


STEPS: dict[Stage, list[Step]] = {
    Stage.RAW: [{"title": "Extract all", "order": 2}, {"title": "Check (source)", "order": 1}],
    Stage.CLEAN: [{"title": "Load", "order": 1}],
}


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def first(items: list[Item]) -> Item:
    return next(item for item in items)


with DAG("orders.stages", schedule="@daily", start_date=pendulum.datetime(2024, 1, 1), catchup=False) as dag:
    groups = {}
    for stage in Stage:
        with TaskGroup(stage.name.lower()) as group:
            before = None
            for step in sorted(STEPS[stage], key=itemgetter("order")):
                pod = KubernetesPodOperator(
                    task_id=slug(step["title"]),
                    name=slug(step["title"]),
                    namespace="orders",
                    pod_template_file=f"{TEMPLATES}/load.yaml",
                    arguments=["--table", stage.table],
                )
                if before is not None:
                    before >> pod
                before = pod
            del before
        groups[stage] = group
    groups[Stage.RAW] >> groups[Stage("clean")]
    logger.info("the first step is %s", first(STEPS[Stage.RAW])["title"])
