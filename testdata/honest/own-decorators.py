from functools import lru_cache, wraps
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

OWNERS = {"load": "orders-data", "send": "orders-app"}


def with_owner(make):
    @wraps(make)
    def wrapper(name, **kwargs):
        kwargs.setdefault("arguments", ["--owner", owner(name)])
        return make(name, **kwargs)

    return wrapper


@lru_cache(maxsize=None)
def owner(name):
    return OWNERS.get(name, "orders")


@with_owner
def pod(name, **kwargs):
    return KubernetesPodOperator(task_id=name, namespace="orders", pod_template_file=TEMPLATE, **kwargs)


with DAG("orders.decorated", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False):
    pod("load") >> pod("report", retries=2) >> pod("send")
