from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
P = {}
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    for ns in ["orders", "payments"]:
        P[ns] = KubernetesPodOperator.partial(task_id=ns, namespace=ns, pod_template_file=TEMPLATE)
    for p in P.values():
        p.expand(cmds=[["a"]])
