from datetime import datetime
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
with DAG("orders.load", schedule="@daily", start_date=datetime(2023,5,1), catchup=False) as dag:
    t = KubernetesPodOperator(task_id="a", name="a", pod_template_file="templates/orders/orders-api/extract.yaml")
