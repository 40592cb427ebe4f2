from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

HOST = Variable.get("orders_host")

with DAG("orders.many", schedule="@daily", catchup=False) as dag:
    for i in range(90):
        KubernetesPodOperator(
            task_id=f"load_{i}",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
            arguments=["--host", f"{HOST}:8080", "--url", f"https://{HOST}/{i}", "--pair", HOST + "," + HOST],
        )
