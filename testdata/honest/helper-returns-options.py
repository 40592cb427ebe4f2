from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def common(application):
    return {
        "namespace": "orders",
        "pod_template_file": f"/usr/local/airflow/dags/templates/orders/{application}/job.yaml",
        "get_logs": True,
    }


with DAG("orders.options", start_date=datetime(2024, 1, 1), schedule=None, catchup=False) as dag:
    KubernetesPodOperator(task_id="api", **common("orders-api"))
    KubernetesPodOperator(task_id="reports", **common("orders-reports"))
