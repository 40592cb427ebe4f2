from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

with DAG(
    "orders.load",
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    params={"day": "2024-01-01", "tables": ["a", "b"]},
) as dag:
    load = KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file=TEMPLATE,
        arguments=[
            "--day={{ macros.ds_format(params.day, '%Y-%m-%d', '%Y%m%d') }}",
            "--tables={% for table in params.tables %}{{ table | upper }}{% if not loop.last %},{% endif %}{% endfor %}",
            "--hours={{ params.get('hours', 24) | int * 3600 }}",
        ],
    )
    report = TriggerDagRunOperator(
        task_id="report",
        trigger_dag_id="orders.report",
        trigger_run_id="load__{{ run_id }}",
        conf={"day": "{{ params.day }}", "where": "{{ dag_run.conf.region }}/{{ ds }}"},
    )
    load >> report
