import pendulum
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

LOCAL = pendulum.timezone("Europe/Madrid")


def job(name, *, application="orders-api", **options):
    return KubernetesPodOperator(
        task_id=name,
        namespace="orders",
        pod_template_file=f"/usr/local/airflow/dags/templates/orders/{application}/{name}.yaml",
        **options,
    )


with DAG(
    "orders.pendulum",
    start_date=pendulum.datetime(2024, 3, 31, tz=LOCAL),
    schedule="0 3 * * *",
    catchup=False,
    default_args={"retry_delay": pendulum.duration(minutes=10), "retries": 1},
) as dag:
    job("load") >> job("report", application="orders-reports", retries=0)
