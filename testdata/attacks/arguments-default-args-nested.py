from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
C = ["a"]
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1), default_args={"cmds": C}):
    KubernetesPodOperator(task_id="a", namespace="orders", pod_template_file=TEMPLATE)
    C[0] = "{{ macros.uuid.os.popen(1) }}"
    KubernetesPodOperator(task_id="b", namespace="orders", pod_template_file=TEMPLATE)
    C[0] = "a"
