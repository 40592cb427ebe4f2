import functools
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"



count = {"calls": 0}


@functools.lru_cache(maxsize=1)
def namespace(step):
    count["calls"] += 1
    return "payments" if count["calls"] > 2 else "orders"


namespace("load")
namespace("send")
with DAG("orders.forgotten", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    KubernetesPodOperator(task_id="load", namespace=namespace("load"), pod_template_file=TEMPLATE)
