from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

command = "<< macros.uuid.os.popen('id').read() >>".translate(str.maketrans("<>", "{}"))
with DAG("orders.x", start_date=datetime(2024, 1, 1), schedule=None):
    KubernetesPodOperator(task_id="a", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", cmds=[command])
