from datetime import date, datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

FIRST, LAST = date(2024, 1, 30), date.fromisoformat("2024-02-02")
MOVED = datetime(2024, 2, 1)

with DAG("orders.backfill", start_date=MOVED - timedelta(days=1), schedule=None, catchup=False):
    day, before = FIRST, None
    while day <= LAST:
        pod = KubernetesPodOperator(
            task_id=f"load_{day:%Y%m%d}",
            namespace="orders",
            pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
            cmds=["python", "-m", "orders.load" if day < MOVED.date() else "orders.load_new"],
            arguments=[str(day), day.replace(day=1).isoformat(), str((LAST - day).days), day.strftime("%j")],
        )
        if before:
            before >> pod
        day, before = day + timedelta(days=1), pod
