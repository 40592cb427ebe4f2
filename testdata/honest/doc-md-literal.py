from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG("orders.documented-literal", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False)
dag.doc_md = """
# Orders

* one pod a day
"""

KubernetesPodOperator(
    task_id="load",
    namespace="orders",
    pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    dag=dag,
)
