from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMES = ["alpha", "beta", "gamma"]
WEIGHTS = [1, 2, 3]

with DAG("orders.fan", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    done = EmptyOperator(task_id="done")
    tasks = []
    for index, (name, weight) in enumerate(zip(NAMES, WEIGHTS)):
        tasks.append(
            KubernetesPodOperator(
                task_id=f"{index:02d}_{name}",
                namespace="orders",
                pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
                arguments=[name, str(weight * 10)],
            )
        )
    tasks >> done
