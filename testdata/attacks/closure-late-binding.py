from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"
with DAG("orders.load", schedule=None, start_date=datetime(2024, 1, 1)):
    def outer():
        made = []
        for ns in ["orders", "payments"]:
            def build():
                return KubernetesPodOperator(task_id=f"t{len(made)}", namespace=ns, pod_template_file=TEMPLATE)
            made.append(build)
        return made[0]()
    outer()
