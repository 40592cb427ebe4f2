import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMESPACE = "orders"
APPLICATION = "orders-api"
TEMPLATES = f"/usr/local/airflow/dags/templates/{NAMESPACE}/{APPLICATION}"

with DAG(
    dag_id=f"{NAMESPACE}.constants",
    schedule="30 6 * * 1-5",
    start_date=datetime.datetime(2024, 2, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    job = KubernetesPodOperator(
        task_id=f"{APPLICATION}-report",
        namespace=NAMESPACE,
        pod_template_file=f"{TEMPLATES}/report.yaml",
        arguments=["report", "--date", "{{ ds }}"],
    )
