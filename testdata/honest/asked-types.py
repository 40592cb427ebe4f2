from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

STEPS = {"extract": ["python", "-m", "orders.extract"], "load": "python -m orders.load", "report": None}


def words(command):
    if type(command) is str:
        return command.split()
    if hasattr(command, "append") and type(command) in (list, tuple):
        return list(command)
    return ["python", "-m", type(command).__name__]


with DAG("orders.steps", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    for name, command in STEPS.items():
        if not callable(command):
            KubernetesPodOperator(
                task_id=name,
                namespace="orders",
                pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
                cmds=words(command),
            )
