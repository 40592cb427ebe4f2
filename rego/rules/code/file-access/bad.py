KEY = open("/usr/local/airflow/dags/kube_config.yaml").read()
