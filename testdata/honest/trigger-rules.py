from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.trigger_rule import TriggerRule

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/step.yaml"

with DAG("orders.rules", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    work = KubernetesPodOperator(task_id="work", namespace="orders", pod_template_file=TEMPLATE, arguments=["work"])
    clean = KubernetesPodOperator(
        task_id="clean",
        namespace="orders",
        pod_template_file=TEMPLATE,
        arguments=["clean"],
        trigger_rule=TriggerRule.ALL_DONE,
    )
    report = KubernetesPodOperator(
        task_id="report", namespace="orders", pod_template_file=TEMPLATE, arguments=["report"], trigger_rule="none_failed"
    )
    work >> clean >> report
