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

class M(type):
    def __new__(m, n, b, d):
        print('x')
        return type.__new__(m, n, b, d)
class X(metaclass=M):
    pass
