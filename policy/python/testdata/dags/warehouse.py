# -*- coding: utf-8 -*-
#
# Loads the order tables of the shop into the warehouse, one task per table.

import logging
import re
from collections import defaultdict
from datetime import datetime
from typing import Any, Dict, Iterable, List, Optional

from airflow.decorators import dag, task, task_group
from airflow.models import Variable
from airflow.models.param import Param
from airflow.operators.python import ShortCircuitOperator, get_current_context
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sensors.external_task import ExternalTaskSensor

log = logging.getLogger(__name__)

TABLES: Dict[str, Dict[str, Any]] = {
    "orders": {"key": "order_id", "columns": ["order_id", "customer_id", "placed_at", "total"], "partition": "placed_at"},
    "order_lines": {"key": "line_id", "columns": ["line_id", "order_id", "sku", "quantity", "price"], "partition": None},
    "customers": {"key": "customer_id", "columns": ["customer_id", "country", "created_at"], "partition": "created_at"},
    "refunds": {"key": "refund_id", "columns": ["refund_id", "order_id", "amount", "reason"], "partition": None},
}

MERGE = """
    MERGE INTO warehouse.{table} AS target
    USING staging.{table} AS source
    ON target.{key} = source.{key}
    WHEN MATCHED THEN UPDATE SET
        {assignments}
    WHEN NOT MATCHED THEN
        INSERT ({columns})
        VALUES ({values})
    -- run {{{{ run_id }}}} at {{{{ ts }}}}
"""


class Table:
    """A table and how it is merged."""

    pattern = re.compile(r"^[a-z][a-z0-9_]{2,62}$")

    def __init__(self, name: str, key: str, columns: List[str], partition: Optional[str] = None) -> None:
        if not self.pattern.match(name):
            raise ValueError(f"table {name!r} does not match {self.pattern.pattern}")
        self.name, self.key, self.columns, self.partition = name, key, columns, partition

    @property
    def merge(self) -> str:
        assignments = ",\n        ".join(f"target.{c} = source.{c}" for c in self.columns if c != self.key)
        return MERGE.format(
            table=self.name,
            key=self.key,
            assignments=assignments,
            columns=", ".join(self.columns),
            values=", ".join("source." + column for column in self.columns),
        )

    def __lt__(self, other: "Table") -> bool:
        return (self.partition is None, self.name) < (other.partition is None, other.name)


def grouped(tables: Iterable[Table]) -> Dict[Optional[str], List[Table]]:
    groups: Dict[Optional[str], List[Table]] = defaultdict(list)
    for table in sorted(tables):
        groups[table.partition].append(table)
    return dict(groups)


@dag(
    dag_id="shop_warehouse",
    schedule="@hourly",
    start_date=datetime(2023, 6, 1),
    catchup=False,
    params={
        "full": Param(False, type="boolean", description="Reload everything"),
        "since": Param(None, type=["null", "string"], format="date"),
    },
    default_args=dict(owner="analytics", retries=2, conn_id="warehouse"),
    render_template_as_native_obj=True,
)
def shop_warehouse():
    upstream = ExternalTaskSensor(
        task_id="wait_for_shop", external_dag_id="shop_export", external_task_id="done", mode="reschedule", poke_interval=60, timeout=60 * 60
    )

    @task(multiple_outputs=True)
    def window(full: bool = False) -> Dict[str, str]:
        context = get_current_context()
        start, end = context["data_interval_start"], context["data_interval_end"]
        if full or context["params"]["full"]:
            start = datetime.min
        log.info("window is %s to %s (%d hours)", start, end, (end - start).total_seconds() // 3600)
        return {"start": start.isoformat(), "end": end.isoformat()}

    @task.branch
    def choose(names: List[str]) -> List[str]:
        disabled = set(Variable.get("warehouse_disabled", default_var=[], deserialize_json=True))
        return [f"load.{name}" for name in names if name not in disabled] or ["nothing"]

    @task_group
    def load(bounds):
        previous = None
        for partition, tables in grouped(Table(name, **options) for name, options in TABLES.items()).items():
            for table in tables:
                merge = SQLExecuteQueryOperator(task_id=table.name, sql=table.merge, parameters=bounds, autocommit=True)
                if previous is not None and partition is None:
                    previous >> merge
                previous = merge

    @task(trigger_rule="all_done")
    def report(counts: Any = None, *, channel: str = "#warehouse") -> None:
        lines = []
        for name, count in (counts or {}).items():
            try:
                lines.append(f"{name:<20}{int(count):>12,}")
            except (TypeError, ValueError) as error:
                lines.append(f"{name}: {error!s}")
        while lines and not lines[-1].strip():
            lines.pop()
        print("\n".join(lines), end="" if not lines else "\n")

    enabled = ShortCircuitOperator(task_id="enabled", python_callable=lambda: Variable.get("warehouse", "on") == "on")
    bounds = window()
    upstream >> enabled >> bounds
    choose(list(TABLES)) >> load(bounds) >> report()


shop_warehouse = shop_warehouse()
