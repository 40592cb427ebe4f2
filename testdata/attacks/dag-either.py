from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

d1 = DAG("orders_d1", start_date=datetime(2024, 1, 1), schedule=None, default_args={"namespace": "payments"})
d2 = DAG("orders_d2", start_date=datetime(2024, 1, 1), schedule=None)
d = d1 if datetime.now().month > 3 else d2
KubernetesPodOperator(task_id="load", pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml", dag=d)
