"""A factory of DAGs, and jobs that know how to build themselves."""

from dataclasses import dataclass, field

import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


class ConfigurationError(Exception):
    """The configuration of a DAG is not what it should be."""


class Settings:
    NAMESPACE = "orders"
    TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"


class NightlySettings(Settings):
    RETRIES = 3

    @classmethod
    def template(cls, name: str) -> str:
        return f"{cls.TEMPLATES}/{name}.yaml"


@dataclass
class Job:
    name: str
    arguments: list = field(default_factory=list)

    @property
    def task_id(self) -> str:
        return f"run_{self.name}"

    def build(self, settings=NightlySettings) -> KubernetesPodOperator:
        return KubernetesPodOperator(
            task_id=self.task_id,
            name=self.name,
            namespace=settings.NAMESPACE,
            pod_template_file=settings.template(self.name),
            arguments=self.arguments,
            retries=settings.RETRIES,
        )


class Pipeline:
    """Collects jobs and chains them."""

    start = pendulum.datetime(2024, 1, 1, tz="Asia/Tokyo")

    def __init__(self, dag_id: str, schedule: str = "@daily"):
        if not dag_id.startswith("orders."):
            raise ConfigurationError(f"{dag_id} is not ours")
        self.dag_id = dag_id
        self.schedule = schedule
        self._jobs = []

    def add(self, name: str, *arguments: str) -> "Pipeline":
        self._jobs.append(Job(name, list(arguments)))
        return self

    @staticmethod
    def _chain(tasks):
        for before, after in zip(tasks, tasks[1:]):
            before >> after

    def build(self) -> DAG:
        with DAG(self.dag_id, schedule=self.schedule, start_date=self.start, catchup=False) as self.dag:
            self._chain([job.build() for job in self._jobs])
        return self.dag


dag = Pipeline("orders.nightly", "@daily").add("extract", "--full").add("load").build()
