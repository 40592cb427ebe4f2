from airflow import DAG
from airflow.models.param import Param
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SLOW = "(?i)" + "[\x00-\uffff]" * 2000

with DAG("orders.load", schedule=None, params={"filter": Param(SLOW, type="string", format="regex")}):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
    )
