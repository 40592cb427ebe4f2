"""What the pods of this team have in common; its DAG files import it."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"
DEFAULT_ARGS = {"owner": "orders", "retries": 2, "retry_delay": timedelta(minutes=5)}


def pod(name, command=None, **kwargs):
    """A pod from one of the application's templates."""
    kwargs.setdefault("execution_timeout", timedelta(hours=1))
    options = {"get_logs": True, **kwargs}
    if command:
        options["cmds"] = command
    return KubernetesPodOperator(
        task_id=name.lower().replace(" ", "_"), namespace="orders", pod_template_file=f"{TEMPLATES}/{name}.yaml", **options
    )


def nightly(name, steps, schedule="0 3 * * *"):
    if not steps:
        raise ValueError("a pipeline without steps: {}".format(name))
    with DAG(f"orders.{name}", start_date=datetime(2024, 1, 1), schedule=schedule, default_args=DEFAULT_ARGS, catchup=False) as dag:
        last = None
        for step in steps:
            task = pod(step, retries=0)
            if last is not None:
                last.set_downstream(task)
            last = task
    return dag


class OrdersPod(KubernetesPodOperator):
    """A pod from one of the application's templates, as a class."""

    def __init__(self, template, **kwargs):
        kwargs.setdefault("get_logs", True)
        super().__init__(namespace="orders", pod_template_file=f"{TEMPLATES}/{template}.yaml", **kwargs)
