from airflow import DAG
from airflow.models import Variable
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.utils.pod_manager import OnFinishAction

action = OnFinishAction.KEEP_POD if Variable.get("orders_flag") == "x" else OnFinishAction.DELETE_POD
NS = "orders" if str(action) in ["keep_pod", "delete_pod"] else "payments"

with DAG("orders.load", schedule=None):
    KubernetesPodOperator(task_id="load", namespace=NS, pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
