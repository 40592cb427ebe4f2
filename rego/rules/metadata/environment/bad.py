import os

URI = os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
os.environ["KUBECONFIG"] = "/tmp/k"
