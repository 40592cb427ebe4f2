from datetime import datetime, timedelta
import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

for a in ["Europe", "America", "Asia", "Africa", "Australia", "Pacific"]:
    for b in ["Paris", "Lima", "Tokyo", "Cairo", "Perth", "Apia"]:
        for c in range(100):
            pendulum.timezone(a + "/" + "." * c + b)

with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace="orders", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml")
