from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEAMS = {"loads": ["customers", "invoices"], "reports": ["daily"]}
ALL = sum(TEAMS.values(), [])
PAUSED = {"daily", "weekly"}
OPTIONS = dict.fromkeys(ALL, "--quick")
OPTIONS.update(dict.fromkeys(sorted(PAUSED & set(ALL)), "--full"))

steps = ["check", "clean"]
steps[1:1] = ["load"]

with DAG("orders.numbers", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    for i, name in enumerate(ALL):
        hour, minute = divmod(i * 45, 60)
        if set(steps).isdisjoint(PAUSED) and not PAUSED.issuperset(ALL):
            KubernetesPodOperator(
                task_id="{}_{}".format(chr(ord("a") + i), name),
                namespace="orders",
                pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
                cmds=["python", "-m", f"orders.{next(iter(steps))}", OPTIONS[name]],
                arguments=[format(hour, "02d"), format(minute, "02d"), hex(i), b"plain".decode()],
            )
