from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
)

with DAG('team-a.x', default_args={'namespace': 'team-b'}, schedule=None, start_date=datetime(2024,1,1)):
    KubernetesPodOperator(task_id='t')
