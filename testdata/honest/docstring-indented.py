"""
    Loads the orders.

    - every day
    - from the service
"""

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.documented", schedule="@daily", catchup=False, doc_md=__doc__) as dag:
    dag.doc_md = __doc__
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
