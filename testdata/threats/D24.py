from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
)

from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
with dag:
    SparkKubernetesOperator(task_id='s', namespace='team-b', application_file='app.yaml')
