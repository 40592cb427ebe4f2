"""Runs on Airflow 2 and 3, which have some things in other places."""

from datetime import datetime

try:
    from airflow.sdk import DAG, Param, TaskGroup
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.models.param import Param
    from airflow.utils.task_group import TaskGroup

try:
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
except ModuleNotFoundError:  # an older provider
    from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

from airflow import __version__ as airflow_version

if airflow_version.startswith("3."):
    from airflow.providers.standard.operators.empty import EmptyOperator
else:
    from airflow.operators.empty import EmptyOperator

TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"

with DAG(
    "orders.two_versions", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, params={"limit": Param(10, type="integer")}
):
    done = EmptyOperator(task_id="done")
    with TaskGroup("load"):
        for name in ("extract", "load"):
            KubernetesPodOperator(
                task_id=name, namespace="orders", pod_template_file=f"{TEMPLATES}/{name}.yaml", arguments=["--limit", "{{ params.limit }}"]
            ) >> done
