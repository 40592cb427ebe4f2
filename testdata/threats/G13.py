from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
    default_args={'pod_template_file': '/usr/local/airflow/dags/templates/team-a/app/job.yaml'},
)

d2 = DAG('team-a.x', max_active_runs=1000, schedule=None, start_date=datetime(2024,1,1))
with d2:
    KubernetesPodOperator(task_id='t', namespace='team-a', pod_template_file='/usr/local/airflow/dags/templates/team-a/app/job.yaml')
