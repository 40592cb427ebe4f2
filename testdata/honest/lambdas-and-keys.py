"""Jobs in the order of their priority, each made by a lambda."""

from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import chain
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATES = "/usr/local/airflow/dags/templates/orders/orders-api"

JOBS = [
    {"name": "load", "priority": 2, "modules": "orders.load, orders.check"},
    {"name": "extract", "priority": 1, "modules": "orders.extract"},
]

slug = lambda text, separator="-": text.strip().replace(".", separator)
pod = lambda job: KubernetesPodOperator(
    task_id=job["name"],
    name=slug(job["name"]),
    namespace="orders",
    pod_template_file=f"{TEMPLATES}/{job['name']}.yaml",
    arguments=list(map(str.strip, job["modules"].split(","))),
)

longest = max(JOBS, key=lambda job: len(job["modules"]))

with DAG("orders.by_priority", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False, tags=[longest["name"]]) as dag:
    chain(*map(pod, sorted(JOBS, key=lambda job: (job["priority"], job["name"]))))
