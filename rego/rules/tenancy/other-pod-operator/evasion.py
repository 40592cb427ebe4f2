# It ends in PodOperator and takes the same arguments, but starts the pod in another cluster.
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.eks import EksPodOperator as KubernetesPodOperator

with DAG("orders.load", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    KubernetesPodOperator(task_id="load", namespace="orders", cluster_name="other", pod_name="p")
