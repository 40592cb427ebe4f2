from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator


def pod(dag):
    return KubernetesPodOperator(task_id="load", dag=dag)
