# The function by another name, the module as a member of another one.
from airflow.models import dag as m
from subprocess import run as print

print(["airflow", "dags", "delete", "-y", "payments.refund"])
