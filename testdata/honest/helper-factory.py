from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMESPACE = "orders"


def pod(name, command, timeout=timedelta(hours=1), retries=1):
    """A task that runs a command of the application's image."""
    return KubernetesPodOperator(
        task_id=name,
        name=name.replace("_", "-"),
        namespace=NAMESPACE,
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/command.yaml",
        cmds=["python", "manage.py"],
        arguments=command,
        execution_timeout=timeout,
        retries=retries,
        get_logs=True,
    )


with DAG("orders.factory", start_date=datetime(2024, 1, 1), schedule="0 4 * * *", catchup=False) as dag:
    prepare = pod("prepare", ["prepare"])
    run = pod("run", ["run", "--date={{ ds }}"], timeout=timedelta(hours=3))
    finish = pod("finish", ["finish"], retries=0)

    prepare >> run >> finish
