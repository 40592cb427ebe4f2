from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
C = ["{{ macros.uuid.os.popen(1) }}"]
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    p = KubernetesPodOperator.partial(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=C)
    C[0] = "a"
    p.expand(cmds=[["a"]])
