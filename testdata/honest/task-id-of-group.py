from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG("orders.groups", schedule="@daily", catchup=False) as dag:
    with TaskGroup("extract"):
        with TaskGroup("daily"):
            first = KubernetesPodOperator(task_id="first", namespace="orders", pod_template_file=TEMPLATE, do_xcom_push=True)
    second = KubernetesPodOperator(
        task_id="second",
        namespace="orders",
        pod_template_file=TEMPLATE,
        trigger_rule=TriggerRule.ALL_DONE,
        arguments=["{{ ti.xcom_pull(task_ids='" + first.task_id + "') }}"],
    )
    first >> second
