from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

dag = DAG(
    'team-a.fixture',
    schedule='@daily',
    start_date=datetime(2024, 1, 1),
    catchup=False,
)

from kubernetes.client import models as k8s
with dag:
    KubernetesPodOperator(task_id='t', full_pod_spec=k8s.V1Pod(metadata=k8s.V1ObjectMeta(namespace='team-b')))
