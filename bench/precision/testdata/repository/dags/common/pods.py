from airflow.operators.python import PythonOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def orders_pod(name):
    return KubernetesPodOperator(task_id=name, namespace="orders")


def python(name, f):
    return PythonOperator(task_id=name, python_callable=f)
