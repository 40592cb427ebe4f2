from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


class Names:
    def join(self, names):
        first = [name for name in names]
        return [name for name in names]


TWICE = Names().join(name for name in ["orders"])

with DAG("orders.daily", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    KubernetesPodOperator(
        task_id="load",
        namespace="orders" if TWICE else "payments",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
    )
