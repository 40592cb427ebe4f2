from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
)

with dag:
    KubernetesPodOperator(task_id='t', pod_template_dict={'metadata': {'namespace': 'team-b'}})
