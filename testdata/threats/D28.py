from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
)

from airflow.decorators import task
@task.kubernetes(image='x', namespace='team-b')
def f():
    pass
with dag:
    f()
