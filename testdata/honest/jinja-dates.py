from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.dates", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=True, max_active_runs=2) as dag:
    KubernetesPodOperator(
        task_id="load",
        namespace="orders",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        arguments=[
            "--from",
            "{{ data_interval_start.isoformat() }}",
            "--to={{ data_interval_end }}",
            "--day={{ ds_nodash }}",
            "--previous={{ macros.ds_add(ds, -1) }}",
            "--run={{ run_id }}",
        ],
    )
