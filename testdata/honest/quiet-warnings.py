import json
import warnings
from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

warnings.filterwarnings("ignore", category=DeprecationWarning)

a_week_ago = datetime.combine(datetime.today() - timedelta(days=7), datetime.min.time())

SETTINGS = {"retries": 3, "tables": ["stock", "sales"]}

with DAG("orders.weekly", schedule_interval="@weekly", start_date=a_week_ago, catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        name="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        arguments=["--settings", json.dumps(SETTINGS, indent=2, sort_keys=True)],
    )
