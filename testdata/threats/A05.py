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

from airflow.providers.amazon.aws.transfers.s3_to_redshift import S3ToRedshiftOperator
with dag:
    S3ToRedshiftOperator(task_id='x', schema='s', table='t', s3_bucket='b', s3_key='k')
